/** What is done to a script's modules before V8 sees them. */
export interface Transform {
  readonly transform: (bytes: Uint8Array) => Uint8Array;
  /** Whether it threw because the bytes are no module for it. Default: whatever it throws says so. */
  readonly isRefusal?: (error: unknown) => boolean;
  /** On top of what the script's modules import from each other. `state` is the instance's own, for `started`. */
  readonly imports?: (state: object) => WebAssembly.Imports;
  /** After the instance was made; throws what its start function throws. */
  readonly started?: (instance: WebAssembly.Instance, state: object) => void;
}

export interface Verdict {
  readonly line: number;
  readonly type: string;
  readonly result: string;
  readonly detail?: string;
}

/** Runs the commands, in the form of wast2json, in their order. `read` gives the module of a `filename`. */
export function runScript(
  commands: readonly object[],
  options: { readonly read: (filename: string) => Uint8Array; readonly transform?: Transform },
): Generator<Verdict>;
