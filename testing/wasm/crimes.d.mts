import type { Feature } from "./features.d.mts";
import type { LinkedGuest, Value } from "./honest.d.mts";

/** One row of the catalogue: a hostile guest, what contains it, and what it does to a V8 that nobody helps. */
export interface WasmCrime {
  /** Unique. Where several rows share a module, the module's name, a dot and the export. */
  readonly name: string;
  /** What the guest does, to follow "a guest that": "loops for ever". */
  readonly title: string;
  /** Of the module, for wasmPath(). */
  readonly module: string;
  readonly needs: readonly Feature[];
  /**
   * "none"; "env": host functions, that `imports` makes; "wasi": a reactor that imports WASI; "command": a WASI program;
   * "plugin": nothing, and its exports are the plugin ABI's; "ungranted": things that must not be granted.
   */
  readonly linking: "none" | "env" | "wasi" | "command" | "plugin" | "ungranted";
  readonly imports?: (guest: LinkedGuest) => WebAssembly.Imports;
  /** It wants a writable folder, under this path of the guest's; a file secret.txt should lie beside it. */
  readonly folder?: "/data" | "/";
  /** For all but "command" and "plugin". */
  readonly call: { readonly export: string; readonly args: readonly Value[] };
  /** What the next call finds when nothing is left of the crime; raw V8 gives something else. */
  readonly after?: {
    readonly export: string;
    readonly args: readonly Value[];
    readonly value: Value;
  };
  /** What limits must allow, or the guest is refused before it commits the crime. */
  readonly wants?: { readonly pages?: number; readonly tableEntries?: number };
  readonly expect: Expectation;
  readonly raw: RawOutcome;
}

/** What becomes of it under limits. */
export interface Expectation {
  /** "setup": an error when it is opened. "none": it is no fault; the harm is to be elsewhere, or to be none. */
  readonly kind:
    | "timeout"
    | "fuel"
    | "memory-limit"
    | "stack-overflow"
    | "trap"
    | "violation"
    | "setup"
    | "none";
  /** "open": already while it is being opened, by a fault in its start function or data. Default: in the call. */
  readonly at?: "open" | "call";
  /** What the call gives, when `kind` is "none". */
  readonly value?: Value | readonly Value[];
  /** What has to be so besides, in words. */
  readonly besides?: string;
}

/** What it does on raw V8, in a worker. */
export type RawOutcome =
  /** It does not come back. */
  | { readonly kind: "hangs" }
  /** One instruction, or the compilation of one function, takes at least so long; only then can it be stopped. */
  | { readonly kind: "holds"; readonly ms: number }
  /** The process grows by more than 150 MiB, or the heap comes to its end. */
  | { readonly kind: "grows" }
  | { readonly kind: "returns"; readonly value: unknown }
  /** `type` is the error's class; `message` a part of it. */
  | { readonly kind: "throws"; readonly type: string; readonly message?: string }
  /** What it says of its memory is not so. */
  | { readonly kind: "lies"; readonly about: "alloc" | "reply" | "outcome" }
  /** It echoes honestly, only in an unusual way. */
  | { readonly kind: "echoes" };

/** Every hostile guest, in the order of the corpus. */
export declare const wasmCrimes: readonly WasmCrime[];
