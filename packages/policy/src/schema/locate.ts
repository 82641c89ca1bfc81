/** The paths among checked values, made absolute. */

import { innerEntries } from "./inner-entries.js";
import { policyKeys } from "./keys.js";
import type { Entry, KeyTable } from "./table.js";

/** Changes `values`, which are the schema's own copy: most of them are no paths. */
export function locate(values: unknown, folder: string, entry: Entry = policyKeys): void {
  if (entry.kind === "table") locateIn(values as Record<string, unknown>, folder, entry);
  else if (entry.kind !== "key") {
    for (const value of Object.values(values as object)) locate(value, folder, entry.entry);
  }
}

function locateIn(values: Record<string, unknown>, folder: string, table: KeyTable): void {
  for (const [name, entry] of innerEntries(table, hasPaths)) {
    const value = values[name];
    if (value === undefined) continue;
    if (entry.kind !== "key") locate(value, folder, entry);
    else values[name] = entry.type.locate?.(value, folder);
  }
}

function hasPaths(entry: Entry): boolean {
  if (entry.kind === "key") return entry.type.locate !== undefined;
  return entry.kind === "table" ? Object.values(entry.keys).some(hasPaths) : hasPaths(entry.entry);
}
