// What is said of a command: "pass", or why not. Compared between runs, so it holds nothing that may differ, such as a
// byte offset; `detail` is for people.

/** @typedef {{ result: string, detail?: string }} Verdict */

/** @returns {Verdict} */
export const pass = (what) => ({ result: what === undefined ? "pass" : `pass: ${what}` });
/** @returns {Verdict} */
export const fail = (why, detail) => ({ result: `fail: ${why}`, ...(detail && { detail }) });
/** @returns {Verdict} */
export const unsupported = (why) => ({ result: `unsupported: ${why}` });

/** Thrown by a command that cannot be judged. */
export class NoVerdict extends Error {
  constructor(verdict) {
    super(verdict.result);
    this.verdict = verdict;
  }
}

/** @returns the verdict of `judge`, or that of what it threw */
export function verdictOf(judge) {
  try {
    return judge();
  } catch (error) {
    if (error instanceof NoVerdict) return error.verdict;
    return fail(`threw ${thrownText(error)}`, detailOf(error));
  }
}

/** The error's class, and for what a guest does (a trap, not a refusal of V8's) its text. */
export function thrownText(error) {
  const { RuntimeError, Exception } = WebAssembly;
  if (Exception !== undefined && error instanceof Exception) return "WebAssembly.Exception";
  if (error instanceof RuntimeError || error instanceof RangeError) {
    return `${nameOf(error)}: ${withoutPlaces(error.message)}`;
  }
  return nameOf(error);
}

/** Segments and offsets are counted anew in a rewritten module. */
const withoutPlaces = (message) => message.replaceAll(/\d+/g, "N");
const nameOf = (error) => error?.constructor?.name ?? typeof error;
export const detailOf = (error) => `${nameOf(error)}: ${error?.message ?? error}`;
