/** The docs page of the keys, made from their table. */
import { keyRows } from "../../src/schema/lookup.ts";
import type { AnyKey, Entry } from "../../src/schema/table.ts";

const head = `# Policy keys

Every key of \`cofferdam.toml\`, made from the table in \`packages/policy/src/schema/keys.ts\`. A key that is not here is a problem, and so is
a value of another type: all of them are reported at once, each with its line.

* A **size** is a number of bytes, or a text with a unit: \`67108864\`, \`"64MiB"\` (B, KiB, MiB, GiB).
* A **duration** is a number of milliseconds, or a text with a unit: \`3000\`, \`"500ms"\`, \`"3s"\`, \`"5m"\`, \`"1h"\`.
* A **path** begins at the folder of the file that it is written in. \`..\` may only be at its start.
* A **glob** is matched against real paths, as a whole: \`*\` and \`?\` stay within a name, \`**\` is any number of folders, \`[a-f]\` one of
  these characters. A relative one begins at the folder of the file.
* A **pattern** is a name with \`*\` for any characters.
* Of a limit, \`0\` is none.

What a document that narrows another one leaves out, it says nothing about; the defaults below are those of the base.

The table is there for programs, too; for editors there is a JSON Schema, \`@cofferdam/policy/schema/cofferdam.schema.json\`.

\`\`\`js runnable
import { keyRows } from "@cofferdam/policy";

const { entry } = keyRows().find(({ path }) => path.join(".") === "ffi.call_timeout");
console.log(entry.default, entry.type.unit, "-", entry.doc); // prints 3000 ms - Time of one call. 0: no limit.
\`\`\`
`;

export function keysPage(): string {
  const sections = new Map<string, { doc: string; rows: string[] }>();
  for (const { path, entry } of keyRows()) {
    const isKey = entry.kind === "key";
    const title = isKey ? titleOf(path.slice(0, -1)) : titleOf(path, entry.kind);
    const found = sections.get(title) ?? { doc: isKey ? "" : entry.doc, rows: [] };
    if (isKey) found.rows.push(rowOf(path.at(-1) as string, entry));
    sections.set(title, found);
  }
  return [head, ...[...sections].map(([title, { doc, rows }]) => section(title, doc, rows))].join(
    "\n",
  );
}

/** `[wasm.modules."…"]` */
function titleOf(table: readonly string[], kind: Entry["kind"] = "table"): string {
  if (table.length === 0) return "At the top";
  const names = kind === "named" ? [...table, "*"] : table;
  return `[${names.map((name) => (name === "*" ? '"…"' : name)).join(".")}]`;
}

function section(title: string, doc: string, rows: readonly string[]): string {
  const table = [
    "| key | type | unit | default | |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ];
  return [`## ${title}`, "", ...(doc ? [doc, ""] : []), ...table].join("\n");
}

function rowOf(name: string, { type, doc, presence, ...key }: AnyKey): string {
  const { unit = "" } = type;
  const value = presence === "default" ? `\`${JSON.stringify(key.default)}\`` : "";
  const when = presence === "required" ? "required" : value;
  const cells = [`\`${name}\``, type.name, unit, when, doc];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
