/** Objects that are no tables, where one with keys of ours should be: the schema would take a date for an empty one. */
import { type KeyPath, keyText } from "../toml/key-text.js";
import { innerEntries } from "./inner-entries.js";
import { policyKeys } from "./keys.js";
import type { Problem } from "./problem.js";
import { shown } from "./shown.js";
import type { Entry } from "./table.js";

/** @param entry what should be there */
export function strangersIn(
  given: unknown,
  path: KeyPath = [],
  entry: Entry = policyKeys,
): readonly Problem[] {
  if (typeof given !== "object" || given === null) return []; // the schema sees it
  if (entry.kind === "list" && Array.isArray(given)) {
    return given.flatMap((value, index) => strangersIn(value, [...path, index], entry.entry));
  }
  if (!Array.isArray(given) && !isTable(given))
    return entry.kind === "table" ? [strange(given, path)] : [];
  return innerTables(given, entry).flatMap(([name, inner]) =>
    strangersIn((given as Record<string, unknown>)[name], [...path, name], inner),
  );
}

/** Of what should be tables: what else there is, is seen by the schema. */
function innerTables(given: object, entry: Entry): readonly (readonly [string, Entry])[] {
  if (entry.kind === "named") return Object.keys(given).map((name) => [name, entry.entry]);
  if (entry.kind !== "table") return [];
  const tables = innerEntries(entry, isNoKey);
  return tables.filter(([name]) => Object.hasOwn(given, name));
}

function isNoKey({ kind }: Entry): boolean {
  return kind !== "key";
}

function isTable(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function strange(value: object, path: KeyPath): Problem {
  const message = `wrong value of \`${keyText(path)}\``;
  return { path, at: "value", message, expected: "a table", got: shown(value) };
}
