import { createHash } from "node:crypto";
import type { Names } from "./entry.js";
import { MAX_LISTED_CHARACTERS, MAX_LISTED_NAMES } from "./limits.js";

/** Each once, in an order that no machine's language changes. */
export function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

/** As a lock has them. */
export function listed(given: readonly string[]): Names {
  const names = sorted(given);
  const characters = names.reduce((sum, { length }) => sum + length, 0);
  if (names.length <= MAX_LISTED_NAMES && characters <= MAX_LISTED_CHARACTERS) return names;
  const hash = createHash("sha256");
  for (const name of names) hash.update(`${JSON.stringify(name)}\n`);
  return { count: names.length, sha256: hash.digest("hex") };
}
