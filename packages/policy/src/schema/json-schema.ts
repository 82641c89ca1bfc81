import * as z from "zod/mini";
import { schemaOf } from "./checker.js";
import { policyKeys } from "./keys.js";
import type { Entry } from "./table.js";

/** The table of keys as JSON Schema (draft 2020-12), for editors that complete and check TOML by one. */
export function policyJsonSchema(): object {
  const entries = new Map<unknown, Entry>();
  const schema = schemaOf(policyKeys, (each, entry) => entries.set(each, entry));
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    io: "input",
    override({ zodSchema, jsonSchema }) {
      const entry = entries.get(zodSchema);
      if (entry !== undefined) Object.assign(jsonSchema, shownOf(entry));
    },
  });
  return { $schema, title: "cofferdam.toml", description: "What guests may do.", ...rest };
}

/** What an editor shows of a key. */
function shownOf(entry: Entry): object {
  if (entry.kind !== "key") return { description: entry.doc };
  const { doc, type } = entry;
  const description = type.unit === undefined ? doc : `${doc} Unit: ${type.unit}.`;
  return { description, ...(entry.default !== undefined && { default: entry.default }) };
}
