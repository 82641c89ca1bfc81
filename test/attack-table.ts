/** The attack table of SECURITY.md, as text. */

export type Verdict = "contained" | "detected" | "not contained";

/** Crime -> list of layers -> what became of it. */
export type AttackTable = Readonly<Record<string, Readonly<Record<string, Verdict>>>>;

export const START = "<!-- attack-table -->";
export const END = "<!-- /attack-table -->";

/** A Markdown table: one row per crime, one column per list of layers, both in the order they come in. */
export function renderAttackTable(table: AttackTable): string {
  const layers = [...new Set(Object.values(table).flatMap((verdicts) => Object.keys(verdicts)))];
  const rows = Object.entries(table).map(([crime, verdicts]) => [
    crime.replaceAll("_", " "),
    ...layers.map((list) => verdicts[list] ?? "not tested"),
  ]);
  const lines = [["a guest's crime", ...layers], ["---", ...layers.map(() => "---")], ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
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
