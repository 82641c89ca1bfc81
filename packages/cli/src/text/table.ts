import { columnsOf, wrapped } from "./wrap.js";

export interface TableOptions {
  readonly width: number;
  /** Columns in front of each line. */
  readonly indent?: number;
}

type Row = readonly string[];

const GAP = "  ";
/** The last column gets so many columns even if the line becomes too long. */
const MIN_LAST = 16;

/** Aligned rows without lines between them; the last column is wrapped below itself. Ends with a line feed, if there is any. */
export function table(rows: readonly Row[], { width, indent = 0 }: TableOptions): string {
  const widths = widthsOf(rows);
  const start = indent + widths.reduce((sum, columns) => sum + columns + GAP.length, 0);
  const room = Math.max(MIN_LAST, width - start);
  const lines = rows.flatMap((row) => {
    const first = widths.map((columns, index) => padded(row[index] ?? "", columns) + GAP).join("");
    const [head = "", ...rest] = wrapped(row.at(-1) ?? "", room);
    return [
      `${" ".repeat(indent)}${first}${head}`,
      ...rest.map((line) => " ".repeat(start) + line),
    ];
  });
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

/** Of all columns but the last. */
function widthsOf(rows: readonly Row[]): readonly number[] {
  const count = Math.max(0, ...rows.map((row) => row.length - 1));
  return Array.from({ length: count }, (_, index) =>
    Math.max(...rows.map((row) => columnsOf(row[index] ?? ""))),
  );
}

function padded(text: string, columns: number): string {
  return text + " ".repeat(columns - columnsOf(text));
}
