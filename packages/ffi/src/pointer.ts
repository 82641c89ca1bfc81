import { fail, show } from "@cofferdam/core";

/**
 * koffi would take other things for a place in memory as well, a number for one.
 *
 * @param where the function that was given it, for the error
 * @throws ERR_OPTION_TYPE
 */
export function checkPointer(pointer: unknown, where: string): void {
  if (typeof pointer === "bigint") return;
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected an address for \`${where}\`, got ${show(pointer)}. Give a pointer that the library returned, a bigint.`,
  );
}
