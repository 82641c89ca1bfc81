import type { KeyPath, Reading } from "../decide/reading.js";

/** Choices, the strictest first: a document that narrows another one cannot choose a laxer one. */
export const afterFaults = ["exit", "quarantine", "promote", "continue"] as const;
export const onViolations = ["fault", "refuse"] as const;

export function strictest<T extends string>(
  readings: readonly Reading[],
  path: KeyPath,
  order: readonly T[],
): T | undefined {
  const said = readings.map((reading) => reading.get(path));
  return order.find((choice) => said.includes(choice));
}
