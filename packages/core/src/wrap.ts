import { checkAddress } from "./address.js";
import { decoratedError } from "./decorate.js";
import { fail, show } from "./errors.js";
import type { Gate } from "./gate.js";
import { isolate } from "./isolate.js";
import type { IsolationLayer } from "./layer.js";
import { checkKeys } from "./options.js";
import { checkedShape } from "./shape.js";
import type { Compartment, Exported, Link, Shape, Target, TargetStatus } from "./target.js";

/** A guarded address, for an FFI of your own. */
export interface WrappedAddress {
  /** Call this in place of the function: same arguments, same result. */
  readonly address: bigint;
  /** The same address by name, for an FFI that calls only what libraries export (node:ffi). */
  readonly exported: Exported;
  /**
   * The first error of a call since the last time it was asked, or undefined. Ask after each call: of a fault the
   * FFI itself only sees a zero result, and until it was asked for, no more calls go in.
   */
  takeError(): Error | undefined;
  /** @param call what an FFI made of the address. @returns the same, throwing what `takeError` has */
  guard<Call extends Gate>(call: Call): Call;
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
 * No JavaScript runs before a call has returned, whatever happens in it: the caller may be one of V8's fast calls.
 * The slot is never reused: the address may be anywhere by now.
 *
 * @param address of the function
 * @param shape how its arguments and result are passed
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE, ERR_LAYER_UNAVAILABLE, ERR_GATE_FULL, and what `isolate` throws
 */
function wrap(address: bigint, shape: Shape, options: WrapOptions): WrappedAddress {
  checkAddress(address);
  const checked = checkedShape(shape);
  checkOptions(options);
  const { layers, symbol = `0x${address.toString(16)}` } = options;
  const made: Link[] = [];
  try {
    return isolate(layers).openSync(addressTarget(address, checked, symbol, made));
  } catch (error) {
    for (const link of made) link.unlink(); // a layer refused after `load`: nobody got the address
    throw error;
  }
}

function checkOptions(options: WrapOptions): void {
  checkKeys(options, ["layers", "symbol"], "gate.wrap");
  const { layers, symbol } = options;
  if (!Array.isArray(layers)) {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected a list for \`layers\`, got ${show(layers)}. Write { layers: [signals(), stack()] }.`,
    );
  }
  if (symbol === undefined || typeof symbol === "string") return;
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected a string for \`symbol\`, got ${show(symbol)}. Give what errors should call the function.`,
  );
}

/** @param made gets the link */
function addressTarget(
  address: bigint,
  shape: Shape,
  symbol: string,
  made: Link[],
): Target<WrappedAddress> {
  return {
    kind: "address",
    name: symbol,
    load(compartment) {
      // before there is a link: a slot that nobody got to know would be taken for good
      if (compartment.decorates({ symbol, async: false })) {
        throw decoratedError(`wrap ${symbol}`, "calls of a bare address");
      }
      const told = { environment: undefined, delivery: "ask", keeps: made } as const;
      const link = compartment.link({ symbol, address, shape, ...told });
      made.push(link);
      return wrapped(compartment, link, address);
    },
  };
}

function wrapped(compartment: Compartment, link: Link, address: bigint): WrappedAddress {
  let heard: Error | undefined; // by the compartment, but not taken yet
  const hear = () => {
    const error = link.takeError();
    heard ??= error;
  };
  const takeError = () => {
    const error = link.takeError();
    if (heard === undefined) return error;
    const first = heard;
    heard = undefined;
    return first;
  };
  return {
    address: link.address,
    exported: link.exported,
    takeError,
    guard: (call) => throwing(call, takeError),
    status() {
      hear();
      return compartment.status();
    },
    reopen() {
      hear();
      compartment.reopen(() => ({ fresh: false, addressOf: () => address }));
    },
    dispose: () => compartment.dispose(),
    [Symbol.dispose]: () => compartment.dispose(),
  };
}

function throwing<Call extends Gate>(call: Call, takeError: () => Error | undefined): Call {
  if (typeof call !== "function") {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected a function for \`call\`, got ${show(call)}. Pass what the FFI made of the address.`,
    );
  }
  const throwing: Gate = (...args) => {
    let value: unknown;
    try {
      value = call(...args);
    } catch (thrown) {
      throw takeError() ?? thrown; // a callback threw, and then there was a fault
    }
    const error = takeError();
    if (error !== undefined) throw error;
    return value;
  };
  return throwing as Call;
}

/** The native call gate, for any FFI. */
export const gate: { readonly wrap: typeof wrap } = Object.freeze({ wrap });
