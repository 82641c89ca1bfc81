/** What follows the function's own arguments of an asynchronous call. */
import { checkKeys, fail, show } from "@cofferdam/core";

export interface SplitArguments {
  /** The function's own. */
  readonly given: readonly unknown[];
  readonly signal: AbortSignal | undefined;
}

/**
 * An options object may follow the function's own arguments; koffi would take it for its callback.
 *
 * @param count of parameters
 * @throws TypeError in koffi's words for too few arguments, ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function splitOptions(args: readonly unknown[], count: number): SplitArguments {
  if (args.length < count) {
    throw new TypeError(`Expected ${count} arguments, got ${args.length}`); // koffi's words
  }
  if (args.length === count) return { given: args, signal: undefined };
  return { given: args.slice(0, count), signal: signalOf(args[count]) };
}

/** Other things than an object are arguments too many, which koffi ignores. */
function signalOf(options: unknown): AbortSignal | undefined {
  if (typeof options === "function") throw callbackError(options);
  if (typeof options !== "object" || options === null) return undefined;
  if (options instanceof AbortSignal) throw bareSignalError();
  checkKeys(options, ["signal"], "async");
  const { signal } = options as { signal?: unknown };
  if (signal === undefined || signal instanceof AbortSignal) return signal;
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected an AbortSignal for \`signal\`, got ${show(signal)}. Give the \`signal\` of an AbortController.`,
  );
}

function bareSignalError(): Error {
  return fail(
    "ERR_OPTION_TYPE",
    "Expected options after the arguments of `async`, got an AbortSignal. Write { signal }.",
  );
}

function callbackError(callback: unknown): Error {
  return fail(
    "ERR_OPTION_TYPE",
    `Expected options after the arguments of \`async\`, got ${show(callback)}. ` +
      "Other than koffi's, it takes no callback: await the promise that it returns.",
  );
}
