/** What single options have to be. @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
import { fail, show } from "@cofferdam/core";

/** 49 days: what 32 bits hold. */
export const MAX_MS = 2 ** 32 - 1;

export function whole(name: string, value: number, min: number, max: number): number {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected a whole number for \`${name}\`, got ${show(value)}. Give ${min} to ${max}.`,
    );
  }
  if (value >= min && value <= max) return value;
  throw fail("ERR_OPTION_RANGE", `Expected ${min} to ${max} for \`${name}\`, got ${show(value)}.`);
}

export function names(value: readonly string[] = []): readonly string[] {
  if (Array.isArray(value) && value.every((name) => typeof name === "string")) return value;
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected an array of functions' names for \`idempotent\`, got ${show(value)}. Give ["parse"].`,
  );
}

export function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const list = choices.map((choice) => JSON.stringify(choice)).join(", ");
  throw fail("ERR_OPTION_RANGE", `Expected one of ${list} for \`${name}\`, got ${show(value)}.`);
}

export function checkObject(name: string, value: unknown): void {
  if (value === false || (typeof value === "object" && value !== null)) return;
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected an object of options or false for \`${name}\`, got ${show(value)}. Leave it out for the defaults.`,
  );
}

export function checkPath(name: string, path: unknown, wayOut: string): void {
  if (typeof path === "string" && path !== "" && !path.includes("\0")) return;
  throw fail("ERR_OPTION_TYPE", `Expected a path for \`${name}\`, got ${show(path)}. ${wayOut}`);
}
