import type { KeyPath, Reading } from "../decide/reading.js";
import type { Rule } from "../rule.js";

/** One number capped, and the rule that caps it. */
export interface Limit {
  /** Infinity: none. */
  readonly value: number;
  readonly rule: Rule;
}

/**
 * The smallest that any document says; 0 is none.
 *
 * @param paths where a document may say it, the first that it is written counts
 * @returns undefined: no document says anything
 */
export function smallest(
  readings: readonly Reading[],
  ...paths: readonly KeyPath[]
): Limit | undefined {
  let found: Limit | undefined;
  for (const reading of readings) {
    const written = paths.find((path) => reading.isWritten(path));
    const path = written ?? paths.find((path) => reading.get(path) !== undefined); // a default
    if (path === undefined) continue;
    const value = (reading.get(path) as number) || Number.POSITIVE_INFINITY;
    if (found === undefined || value < found.value) found = { value, rule: reading.rule(path) };
  }
  return found;
}

/** The same, as whoever takes the number wants it: 0, or undefined where nobody says anything. */
export function zeroForNone(limit: Limit | undefined): number | undefined {
  return limit && (Number.isFinite(limit.value) ? limit.value : 0);
}
