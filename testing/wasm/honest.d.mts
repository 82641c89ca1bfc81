import type { Feature } from "./features.d.mts";

/** A module that behaves, and what its exports give. */
export interface HonestGuest {
  /** Name of the source in honest/, and of the module. */
  readonly name: string;
  /** What it does, to follow "a guest that": "computes SHA-256". */
  readonly title: string;
  readonly needs: readonly Feature[];
  /**
   * "none"; "env": functions and more, that `imports` makes; "wasi": some of WASI preview 1, which it never calls;
   * "command": a WASI program, with `_start`: see commands.mjs.
   */
  readonly linking: "none" | "env" | "wasi" | "command";
  /** For "env": what it imports, made for one instance. */
  readonly imports?: (guest: LinkedGuest) => WebAssembly.Imports;
  /** To be made in this order, on a fresh instance, after `_initialize` where that is exported. */
  readonly calls: readonly HonestCall[];
  /** Some 5 to 20 ms of the kind of work it is about, on raw V8. */
  readonly bench?: HonestCall;
}

export interface HonestCall {
  readonly export: string;
  readonly args: readonly Value[];
  readonly value: Value | readonly Value[] | undefined;
}

export type Value = number | bigint;

/** How honest imports reach back. */
export interface LinkedGuest {
  /** Calls an export of the instance. */
  readonly call: (name: string, ...args: readonly Value[]) => unknown;
  /** The instance's memory, as it is now. */
  readonly memory: () => ArrayBuffer;
}

/** Kernels first, then programs, then the proposals. */
export declare const honestGuests: readonly HonestGuest[];
