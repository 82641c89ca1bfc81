/** The tables of SECURITY.md that results make, as text. */

/** One row of results: a guest, and what became of it in each list of layers. */
export interface AttackRow {
  readonly guest: string;
  readonly title: string;
  /** List of layers -> "verdict: what was seen". */
  readonly [layers: string]: string;
}

/** By the name of their markers; the results are in testing/<name>.json. */
export const tables = ["attack-table", "heap-table", "addon-table", "wasm-table"] as const;

/** A Markdown table: one row per guest, one column per list of layers, both in the order they come in. */
export function renderAttackTable(table: readonly AttackRow[]): string {
  const layers = Object.keys(table[0] ?? {}).filter((key) => key !== "guest" && key !== "title");
  const rows = table.map((row) => [row.title, ...layers.map((list) => verdict(row[list]))]);
  const lines = [["A guest that …", ...layers], ["---", ...layers.map(() => "---")], ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** "contained" of "contained: ERR_…": the file has the rest. What holds is set apart from what does not. */
function verdict(seen = "not tested"): string {
  const [word = seen] = seen.split(":");
  return word === "contained" ? `**${word}**` : word;
}

/** The text between the markers. @throws when they are not there, once each and in order */
export function tableSection(markdown: string, name: string): string {
  const [start, end] = markers(name);
  const [before, section, ...after] = markdown.split(new RegExp(`${start}|${end}`));
  const inOrder = before !== undefined && markdown.startsWith(start, before.length);
  if (!inOrder || section === undefined || after.length !== 1) {
    throw new Error(`Expected one ${start} and one ${end} after it.`);
  }
  return section.trim();
}

export function withTable(markdown: string, name: string, table: string): string {
  tableSection(markdown, name); // throws when there is no place for it
  const [start, end] = markers(name);
  const from = markdown.indexOf(start) + start.length;
  return `${markdown.slice(0, from)}\n\n${table}\n\n${markdown.slice(markdown.indexOf(end))}`;
}

function markers(name: string): readonly [start: string, end: string] {
  return [`<!-- ${name} -->`, `<!-- /${name} -->`];
}
