/** What the table of keys has at a path of a document. */
import type { KeyPath } from "../toml/key-text.js";
import { policyKeys } from "./keys.js";
import type { Entry } from "./table.js";

/** undefined: no key, and no table. */
export function entryAt(path: KeyPath): Entry | undefined {
  let entry: Entry | undefined = policyKeys;
  for (const name of path) entry = entry && inner(entry, name);
  return entry;
}

function inner(entry: Entry, name: string | number): Entry | undefined {
  if (typeof name === "number") return entry.kind === "list" ? entry.entry : undefined;
  if (entry.kind === "named") return entry.entry;
  return entry.kind === "table" && Object.hasOwn(entry.keys, name) ? entry.keys[name] : undefined;
}

/** One row of the table: `*` is a name that the author chooses. */
export interface KeyRow {
  readonly path: readonly string[];
  readonly entry: Entry;
}

let rows: readonly KeyRow[] | undefined;

/** Everything in the table, in its order; what is in a table follows it. */
export function keyRows(): readonly KeyRow[] {
  rows ??= rowsIn(policyKeys, []);
  return rows;
}

function rowsIn(entry: Entry, path: readonly string[]): readonly KeyRow[] {
  if (entry.kind === "key") return [];
  if (entry.kind === "list") return rowsIn(entry.entry, path);
  if (entry.kind === "named") return rowsIn(entry.entry, [...path, "*"]);
  return Object.entries(entry.keys).flatMap(([name, inner]) => {
    const here = [...path, name];
    return [{ path: here, entry: inner }, ...rowsIn(inner, here)];
  });
}
