/** The attack table of SECURITY.md, as text. */

/** One row of testing/attack-table.json: a guest, and what became of it in each list of layers. */
export interface AttackRow {
  readonly guest: string;
  readonly title: string;
  /** List of layers -> "verdict: what was seen". */
  readonly [layers: string]: string;
}

export const START = "<!-- attack-table -->";
export const END = "<!-- /attack-table -->";

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
export function tableSection(markdown: string): string {
  const [before, section, ...after] = markdown.split(new RegExp(`${START}|${END}`));
  const inOrder = before !== undefined && markdown.startsWith(START, before.length);
  if (!inOrder || section === undefined || after.length !== 1) {
    throw new Error(`Expected one ${START} and one ${END} after it.`);
  }
  return section.trim();
}

export function withTable(markdown: string, table: string): string {
  tableSection(markdown); // throws when there is no place for it
  const from = markdown.indexOf(START) + START.length;
  return `${markdown.slice(0, from)}\n\n${table}\n\n${markdown.slice(markdown.indexOf(END))}`;
}
