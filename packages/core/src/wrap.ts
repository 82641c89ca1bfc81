import { fail } from "./errors.js";
import { isolate } from "./isolate.js";
import type { IsolationLayer } from "./layer.js";
import type { Compartment, Shape, Target, TargetStatus } from "./target.js";

/** A guarded address, for an FFI of your own. */
export interface WrappedAddress {
  /** Call this in place of the function: same arguments, same result. */
  readonly address: bigint;
  /**
   * The error of a call since the last time it was asked, or undefined. Ask after each call: of a fault the
   * FFI itself only sees a zero result.
   */
  takeError(): Error | undefined;
  status(): TargetStatus;
  /** Ends a quarantine. The function's own state is what the fault left. */
  reopen(): void;
  /** Calls to the address are errors from now on. */
  dispose(): void;
  [Symbol.dispose](): void;
}

export interface WrapOptions {
  /** Outermost first; as for `isolate`. A layer that decorates in JavaScript is refused. */
  readonly layers: readonly IsolationLayer[];
  /** What errors call the function. */
  readonly symbol?: string;
}

/**
 * Puts any C function behind the gate.
 *
 * The caller must be on its thread's own stack, or keep that stack's pointer in the frame-pointer register
 * while it is on another (koffi does). The slot is never reused: the address may be anywhere by now.
 *
 * @param address of the function
 * @param shape how its arguments and result are passed
 * @throws ERR_LAYER_UNAVAILABLE, ERR_GATE_FULL, and what `isolate` throws
 */
function wrap(address: bigint, shape: Shape, options: WrapOptions): WrappedAddress {
  const { layers, symbol = `0x${address.toString(16)}` } = options;
  return isolate(layers).openSync(addressTarget(address, shape, symbol));
}

function addressTarget(address: bigint, shape: Shape, symbol: string): Target<WrappedAddress> {
  return {
    kind: "address",
    name: symbol,
    load(compartment) {
      const link = compartment.link({
        symbol,
        address,
        shape,
        environment: undefined,
        throwsNatively: false,
        keeps: nothing,
      });
      if (link.decorate(nothing) !== nothing) throw decoratedError(compartment, symbol);
      return {
        address: link.address,
        takeError: link.takeError,
        status: () => compartment.status(),
        reopen: () => compartment.reopen(() => ({ fresh: false, addressOf: () => address })),
        dispose: () => compartment.dispose(),
        [Symbol.dispose]: () => compartment.dispose(),
      };
    },
  };
}

/** Stands for the call that JavaScript never sees. */
function nothing(): void {}

function decoratedError(compartment: Compartment, symbol: string): Error {
  compartment.dispose();
  return fail(
    "ERR_LAYER_UNAVAILABLE",
    `Cannot wrap ${symbol}: one of the layers decorates calls in JavaScript, which a bare address ` +
      "does not pass. Leave that layer out, or open the function as part of a library.",
  );
}

/** The native call gate, for any FFI. */
export const gate: { readonly wrap: typeof wrap } = Object.freeze({ wrap });
