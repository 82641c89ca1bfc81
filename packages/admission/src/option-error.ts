/** What is wrong with an option. */
import { fail, show } from "@cofferdam/core";

export function typeError(expected: string, option: string, got: unknown, way: string): Error {
  return fail(
    "ERR_OPTION_TYPE",
    `Expected ${expected} for \`${option}\`, got ${show(got)}. ${way}.`,
  );
}

export function rangeError(expected: string, option: string, got: unknown): Error {
  return fail("ERR_OPTION_RANGE", `Expected ${expected} for \`${option}\`, got ${show(got)}.`);
}
