/** The table of keys as a schema of zod. */
import * as z from "zod/mini";
import { MAX_ELEMENTS } from "./limits.js";
import type { Entry, KeyTable } from "./table.js";

/** Told of every schema that is made, and what it is made of. */
type Note = (schema: z.ZodMiniType, entry: Entry) => void;

export function schemaOf(entry: Entry, note: Note = () => {}): z.ZodMiniType {
  if (entry.kind === "key") return entry.type.schema;
  if (entry.kind === "table") return tableSchema(entry, note);
  const table = schemaOf(entry.entry, note);
  if (entry.kind === "list") return listSchema(table);
  const names = entry.names.schema as z.ZodMiniString;
  return z.record(names, table, { error: "a table of tables" });
}

function tableSchema({ keys }: KeyTable, note: Note): z.ZodMiniType {
  const shape = Object.entries(keys).map(([name, entry]) => {
    const inner = schemaOf(entry, note);
    const isNeeded = entry.kind === "key" && entry.presence === "required";
    const schema = isNeeded ? z.clone(inner) : z.optional(inner);
    note(schema, entry);
    return [name, schema];
  });
  return z.strictObject(Object.fromEntries(shape), { error: "a table" });
}

function listSchema(table: z.ZodMiniType): z.ZodMiniType {
  const most = z.maxLength(MAX_ELEMENTS, { error: `at most ${MAX_ELEMENTS} tables` });
  return z.array(table, { error: "a list of tables" }).check(most);
}
