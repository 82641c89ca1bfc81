/**
 * What is said between a host and a module that runs elsewhere, in a thread or in a process. All of it is plain data.
 *
 *   Request (to the module)  -> Answer          one at a time
 *   HostCall (to the host)   -> HostReply       while the request runs: its guest waits
 *   Reach (to the module)    -> Reached         while a call of the host runs: what `Caller` offers
 */
import type { Fault } from "@cofferdam/core";
import type { CallReport } from "../instance/report.js";

/** What WebAssembly takes and gives that is no reference. */
export type Scalar = number | bigint | string | boolean | null | undefined;
export type Value = Scalar | readonly Scalar[] | Uint8Array;

export type Request = {
  /** It begins with what it was when it was opened. */
  readonly isRestored: boolean;
  readonly isMeasured: boolean;
} & (
  | { readonly kind: "call"; readonly symbol: string; readonly args: readonly Value[] }
  | { readonly kind: "invoke"; readonly payload: Uint8Array }
);

export interface Answer {
  readonly value?: Value;
  readonly thrown?: Thrown;
  readonly report?: CallReport | undefined;
  /** How often each export was called by it. */
  readonly calls: readonly (readonly [symbol: string, calls: number])[];
}

/** What a module turned out to be. */
export interface Opened {
  readonly sha256: string;
  readonly exports: readonly { readonly name: string; readonly isFunction: boolean }[];
}

export interface HostCall {
  /** Which one it is, of those that run. */
  readonly call: number;
  /** Which function. */
  readonly target: number;
  readonly args: readonly Value[];
}

export interface HostReply {
  readonly call: number;
  readonly value?: Value;
  readonly thrown?: ThrownByHost;
}

export type Reach = { readonly call: number; readonly id: number } & (
  | { readonly kind: "read"; readonly pointer: number; readonly length: number }
  | { readonly kind: "write"; readonly pointer: number; readonly bytes: Uint8Array }
  | { readonly kind: "yield"; readonly payload: Uint8Array }
);

export interface Reached {
  readonly id: number;
  readonly value?: Uint8Array;
  readonly thrown?: Thrown;
}

/** An error as far as it can be told. */
export interface ErrorRecord {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
}

/**
 * What was thrown where the module is. "host": by a function of the host, by its number; "told": the host was told of it
 * before, in the same request. Others get a number by which the host can throw them in turn.
 */
export type Thrown =
  | { readonly is: "host" | "told"; readonly number: number }
  | ({ readonly number: number } & (
      | {
          readonly is: "fault";
          readonly fault: Fault;
          readonly symbol: string;
          readonly layer: string;
          readonly cause?: ErrorRecord | undefined;
        }
      | {
          readonly is: "violation";
          readonly action: string;
          readonly resource: string;
          readonly rule: string;
        }
      | { readonly is: "exit"; readonly code: number }
      | { readonly is: "error"; readonly error: ErrorRecord }
    ));

/** What a function of the host threw. "told": what it was told that a guest threw, by that number; "host": anything else. */
export interface ThrownByHost {
  readonly is: "host" | "told";
  readonly number: number;
}
