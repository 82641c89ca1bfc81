/** What a lock has of one file. */

export type LockKind = "library" | "addon" | "wasm";

/** All of them in order, or what stands for a great many. */
export type Names = readonly string[] | NamesDigest;

export interface NamesDigest {
  readonly count: number;
  /** Of each as JSON, with a line feed behind it. */
  readonly sha256: string;
}

interface AnyEntry {
  /** The real path: from the lock's folder, or absolute where it is outside of that. */
  readonly path: string;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly size: number;
  /** Of a library symbols, of a wasm module names with types: `env.log: func(i32)`. */
  readonly imports: Names;
  readonly exports: Names;
}

/** An addon is a library, too: it may be loaded as one. */
export interface NativeEntry extends AnyEntry {
  readonly kind: "library" | "addon";
  readonly soname?: string | undefined;
  /** As the library has it, with colons. */
  readonly runpath?: string | undefined;
  /** In order of their names, as all lists. */
  readonly needed: readonly string[];
}

export interface WasmEntry extends AnyEntry {
  readonly kind: "wasm";
}

export type LockEntry = NativeEntry | WasmEntry;
