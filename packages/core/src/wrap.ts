import { OpenCompartment } from "./compartment.js";
import { checkLayers } from "./compose.js";
import type { IsolationLayer } from "./layer.js";
import type { Shape } from "./target.js";

/** A guarded address, for an FFI of your own. */
export interface WrappedAddress {
  /** Call this in place of the function: same arguments, same result. */
  readonly address: bigint;
  /** The error of the last call, or undefined. Ask after each call: the FFI only saw a zero result. */
  takeError(): Error | undefined;
  /** Calls to the address are errors from now on. */
  dispose(): void;
  [Symbol.dispose](): void;
}

export interface WrapOptions {
  /** Outermost first; as for `isolate`. */
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
 */
function wrap(address: bigint, shape: Shape, options: WrapOptions): WrappedAddress {
  const { symbol = `0x${address.toString(16)}` } = options;
  const target = { kind: "address", name: symbol, load: () => {} };
  const compartment = new OpenCompartment(target, checkLayers(options.layers));
  const link = compartment.link({ symbol, address, shape, environment: undefined, keeps: target });
  return {
    address: link.address,
    takeError: link.takeError,
    dispose: () => compartment.dispose(),
    [Symbol.dispose]: () => compartment.dispose(),
  };
}

/** The native call gate, for any FFI. */
export const gate: { readonly wrap: typeof wrap } = Object.freeze({ wrap });
