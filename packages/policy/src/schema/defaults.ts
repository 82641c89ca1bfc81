import { schemaOf } from "./checker.js";
import { policyKeys } from "./keys.js";
import type { Entry } from "./table.js";
import type { PolicyDefaults } from "./values.js";

/** What holds where the base of a policy says nothing; keys that have no default are not in it. */
export const defaults = frozen(defaultOf(policyKeys)) as PolicyDefaults;

function defaultOf(entry: Entry): unknown {
  if (entry.kind === "key") {
    return entry.presence === "default" ? schemaOf(entry).parse(entry.default) : undefined;
  }
  if (entry.kind !== "table") return undefined;
  const values = Object.entries(entry.keys).map(([name, inner]) => [name, defaultOf(inner)]);
  const known = values.filter(([, value]) => value !== undefined);
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

/** With all that is in it. */
export function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) frozen(inner);
    Object.freeze(value);
  }
  return value;
}
