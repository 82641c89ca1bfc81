/** What a policy demands: every key that is written, and the defaults that limit something. */
import type { KeyPath, Reading } from "../decide/reading.js";

export interface Demand {
  readonly reading: Reading;
  readonly path: KeyPath;
  readonly value: unknown;
}

/** @param isLocked whether there is a lock: it may lie beside the base, and be named nowhere */
export function demandsOf(readings: readonly Reading[], isLocked: boolean): readonly Demand[] {
  const base = readings.at(-1) as Reading;
  const isNamed = readings.some((reading) => reading.isWritten(["lock"]));
  const found = isLocked && !isNamed ? [{ reading: base, path: ["lock"], value: true }] : [];
  const demands = readings.flatMap((reading) => [...written(reading), ...byDefault(reading)]);
  return [...demands, ...found];
}

function written(reading: Reading): readonly Demand[] {
  const all = leaves(reading.given, []).map((path) => ({
    reading,
    path,
    value: reading.get(path),
  }));
  return all.filter(({ value }) => value !== 0); // no limit: nothing to enforce
}

function leaves(value: unknown, path: KeyPath): readonly KeyPath[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

/** A reader of the file relies on these, though nobody wrote them. */
function byDefault(reading: Reading): readonly Demand[] {
  const path = ["ffi", "call_timeout"];
  const isSaid = [path, ["ffi", "sandbox", "call_timeout"]].some((key) => reading.isWritten(key));
  const isOff = reading.get(["ffi", "enabled"]) !== true;
  if (!reading.isBase || isSaid || isOff) return [];
  return [{ reading, path, value: reading.get(path) }];
}
