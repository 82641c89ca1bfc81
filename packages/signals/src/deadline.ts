import {
  type AfterFault,
  checkKeys,
  fail,
  type IsolationLayer,
  probe,
  show,
} from "@cofferdam/core";
import { nativeSignals } from "./native.js";
import { checkedAfterFault } from "./options.js";

export interface DeadlineOptions {
  /** Milliseconds that a call may take; Infinity: only an AbortSignal ends it. */
  readonly timeout: number;
  /** Milliseconds that a library which the target called has to return, once the time is up. Default: 200. */
  readonly grace?: number;
  /** What becomes of a library after a fault in it. Default: what another layer says, else "quarantine". */
  readonly afterFault?: AfterFault;
}

const DEFAULT_GRACE_MS = 200;
/** The gate keeps 32 bits: 49 days. */
const MAX_MS = 2 ** 32 - 2;
const NO_LIMIT = 2 ** 32 - 1;

/**
 * A layer that ends calls which take too long, synchronous or not. The call is abandoned in the target's own code,
 * or when the C library that it is in returns, or after the grace wherever it is: `fault.abandoned` says which.
 * What it held is as it left it, like after any other fault. Time that callbacks into JavaScript take counts, but
 * they are not interrupted.
 *
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function deadline(options: DeadlineOptions): IsolationLayer {
  if (options === undefined) throw missingTimeout();
  checkKeys(options, ["timeout", "grace", "afterFault"], "deadline");
  if (options.timeout === undefined) throw missingTimeout();
  const { timeout, grace = DEFAULT_GRACE_MS } = options;
  checkMs("timeout", timeout, 1);
  checkMs("grace", grace, 0);
  const limits = { timeout: gateMs(timeout), grace: gateMs(grace) };
  return {
    name: "deadline",
    ...checkedAfterFault(options),
    recipe: {
      module: import.meta.url,
      export: "deadline",
      args: [{ ...options }],
    },
    probe: () => probe(nativeSignals),
    native: () => ({ handle: nativeSignals().deadlineLayer(), deadline: limits }),
    status: () => ({ timeout, grace, ...nativeSignals().clock() }),
  };
}

function missingTimeout(): Error {
  return fail(
    "ERR_OPTION_TYPE",
    "Expected milliseconds for `timeout`, got none. There is no default: deadline({ timeout: 1000 }).",
  );
}

function checkMs(name: string, value: number, min: number): void {
  if (typeof value !== "number") {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected milliseconds for \`${name}\`, got ${show(value)}. Give a number, such as 1000.`,
    );
  }
  if (value === Number.POSITIVE_INFINITY || (value >= min && value <= MAX_MS)) return;
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected ${min} to ${MAX_MS} milliseconds for \`${name}\`, got ${show(value)}. Give Infinity for no limit.`,
  );
}

function gateMs(value: number): number {
  return Number.isFinite(value) ? Math.ceil(value) : NO_LIMIT;
}
