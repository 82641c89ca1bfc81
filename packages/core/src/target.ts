import type { Fault, FaultKind } from "./fault.js";
import type { Gate } from "./gate.js";

/** What gets isolated: a C library, an addon, a module, a script. */
export interface Target<Handle> {
  readonly kind: string;
  /** What errors and `status()` call it. */
  readonly name: string;
  /**
   * Loads the target and returns what the user works with.
   *
   * @param compartment the walls around it: functions are linked through it
   */
  load(compartment: Compartment): Handle | Promise<Handle>;
}

/** The walls around one open target, as the target sees them. */
export interface Compartment {
  /**
   * Puts a function behind the native gate.
   *
   * @throws ERR_TARGET_DISPOSED, ERR_ISOLATION_QUARANTINED, ERR_GATE_FULL, ERR_LAYER_UNAVAILABLE
   */
  link(options: LinkOptions): Link;
  /** Throws unless calls may go in. @param action what was going to be done, for the error */
  assertOpen(action: string): void;
  /**
   * Lets calls through again after a fault.
   *
   * @param reload loads the target anew
   * @throws ERR_TARGET_DISPOSED, ERR_TARGET_BUSY
   */
  reopen(reload: () => Reloaded): void;
  /** Ends all calls. Idempotent. @throws ERR_TARGET_BUSY */
  dispose(): void;
  status(): TargetStatus;
}

/** A target that was loaded again. */
export interface Reloaded {
  /** Its state is new; otherwise it stays tainted. */
  readonly fresh: boolean;
  readonly addressOf: (symbol: string) => bigint;
}

/** What the FFI does to call a function: see packages/ffi/src/shape.ts for koffi's answer. */
export interface Shape {
  /** Bytes of arguments that are passed on the stack. */
  readonly stackBytes: number;
  /** Bytes of a result that the caller provides the memory for (address in the first integer
   *  register); 0 when it comes back in registers. */
  readonly resultBytes: number;
  /** The result is a pointer to text, in characters of so many bytes, that the FFI reads after the call:
   *  the gate reads it first, so that a wild pointer is a fault. Default: 0, it is not. */
  readonly textWidth?: 0 | 1 | 2 | 4;
}

/** A function to be linked. */
export interface LinkOptions {
  readonly symbol: string;
  readonly address: bigint;
  readonly shape: Shape;
  /** `napi_env` that the FFI calls in; undefined: it has none. */
  readonly environment: bigint | undefined;
  /** Errors are thrown natively, in `environment`; when not, ask `takeError` after each call. */
  readonly throwsNatively: boolean;
  /** Why the function must run on its caller's stack; undefined: it need not. */
  readonly inPlace?: string | undefined;
  /** Kept as long as the function is: what holds its code in memory. */
  readonly keeps: object;
}

/** A linked function. */
export interface Link {
  readonly symbol: string;
  /** Give this to the FFI in place of the function's address. */
  readonly address: bigint;
  /** "switched" | "in-place": which stack it runs on. */
  readonly mode: "switched" | "in-place";
  readonly because?: string;
  /** Decorates the FFI's function with the layers' `link`. */
  decorate(call: Gate): Gate;
  /** The error of the last call, where errors are not thrown natively. */
  takeError(): Error | undefined;
}

export interface FunctionStatus {
  readonly symbol: string;
  readonly calls: number;
  readonly mode: "switched" | "in-place";
  readonly because?: string;
}

/** What `status()` of a target shows. */
export interface TargetStatus {
  readonly target: string;
  readonly kind: string;
  readonly state: "open" | "quarantined" | "disposed";
  /** It had a fault, and its state is still what that left. */
  readonly tainted: boolean;
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  readonly lastFault: Fault | null;
  readonly reopened: number;
  readonly calls: number;
  readonly functions: readonly FunctionStatus[];
  readonly layers: readonly Readonly<{ name: string; [figure: string]: unknown }>[];
}
