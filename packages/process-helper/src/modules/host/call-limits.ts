import { checkKeys, fail, show } from "@cofferdam/core";

/** What one call may take. */
export interface CallLimits {
  /** Milliseconds; 0: no limit. Default: what the layer says. */
  readonly timeout?: number;
  /** Ends the call, and with it the helper that is at it. */
  readonly signal?: AbortSignal;
}

/** Makes a call with other limits. */
export type Invoke = (args: readonly unknown[], limits: CallLimits) => unknown;

/** What a function does. */
interface Invocable {
  readonly call: Invoke;
  /** Of a class. */
  readonly construct?: Invoke;
}

type AnyFunction = (...args: never[]) => unknown;
type AnyConstructor = new (...args: never[]) => unknown;

/** What is behind a function of a module. */
const invocables = new WeakMap<object, Invocable>();

/**
 * The same function, or class, of a module in a helper, with limits of its own: `limited(parse, { timeout: 100 })(text)`.
 *
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function limited<T extends AnyFunction | AnyConstructor>(
  callable: T,
  limits: CallLimits,
): T {
  const found = invocables.get(callable);
  if (found === undefined) {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected a function of a module in a helper for \`limited\`, got ${show(callable)}.`,
    );
  }
  checkLimits(limits);
  const call: Invoke = (args, further) => found.call(args, { ...limits, ...further });
  const { construct } = found;
  if (construct === undefined) return invocable({ call }) as unknown as T;
  return invocable({
    call,
    construct: (args, further) => construct(args, { ...limits, ...further }),
  }) as unknown as T;
}

/** A function that does as `Invocable` says. */
export function invocable(invocable: Invocable): (...args: unknown[]) => unknown {
  const { call, construct } = invocable;
  const made = construct
    ? function (this: unknown, ...args: unknown[]): unknown {
        return new.target ? construct(args, NO_LIMITS) : call(args, NO_LIMITS);
      }
    : (...args: unknown[]) => call(args, NO_LIMITS);
  invocables.set(made, invocable);
  return made;
}

export const NO_LIMITS: CallLimits = Object.freeze({});

function checkLimits(limits: CallLimits): void {
  checkKeys(limits, ["timeout", "signal"], "limited");
  const { timeout = 0, signal } = limits;
  if (!Number.isInteger(timeout) || timeout < 0 || timeout > MAX_MS) {
    throw fail(
      "ERR_OPTION_RANGE",
      `Expected 0 to ${MAX_MS} for \`timeout\`, got ${show(timeout)}.`,
    );
  }
  if (signal === undefined || signal instanceof AbortSignal) return;
  throw fail("ERR_OPTION_TYPE", `Expected an AbortSignal for \`signal\`, got ${show(signal)}.`);
}

/** The longest that a timer of Node takes: 24 days. */
const MAX_MS = 2 ** 31 - 1;
