import { fail, show } from "./errors.js";

/**
 * Checks that `options` is an object with known keys only: a misspelt limit must not be taken for its default.
 *
 * @param where the function it was given to, for the error
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function checkKeys(options: object, known: readonly string[], where: string): void {
  if (typeof options !== "object" || options === null) {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected an object of options (${known.join(", ")}) for \`${where}\`, got ${show(options)}. ` +
        `Give them by name: { ${known[0]}: … }.`,
    );
  }
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected options of \`${where}\` (${known.join(", ")}), got \`${unknown}\`. Correct or remove it.`,
  );
}
