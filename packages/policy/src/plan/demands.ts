/** What a policy demands: every key that is written, and the defaults that limit something. */
import type { KeyPath, Reading } from "../decide/reading.js";
import { defaults } from "../schema/defaults.js";
import { keyText } from "../toml/key-text.js";

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
  if (!reading.isBase) return [];
  const paths = [...(reading.get(["ffi", "enabled"]) === true ? calls : []), ...guests(reading)];
  const omitted = paths.filter((path) => !reading.isWritten(path));
  const demands = omitted.map((path) => ({ reading, path, value: reading.get(path) }));
  return demands.filter(({ path, value }) => value !== 0 && !isOtherwiseSaid(reading, path));
}

const calls: readonly KeyPath[] = [["ffi", "call_timeout"]];

/** Limits of all wasm modules, where there is any. */
function guests(reading: Reading): readonly KeyPath[] {
  const hasModules = Object.keys(Object(reading.get(["wasm", "modules"]))).length > 0;
  return hasModules ? Object.keys(defaults.wasm).map((key) => ["wasm", key]) : [];
}

/** One limit has two names. */
function isOtherwiseSaid(reading: Reading, path: KeyPath): boolean {
  return (
    keyText(path) === "ffi.call_timeout" && reading.isWritten(["ffi", "sandbox", "call_timeout"])
  );
}
