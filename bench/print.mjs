/** A result as text. @param {import("./results.mjs").Result} result */
export function format({ title, columns, rows, figures = [] }) {
  const lines = align([columns, ...rows.map((row) => row.map(cell))]);
  return [title, ...lines, ...figures.map(verdict), ""].join("\n");
}

function cell(value) {
  if (typeof value !== "number" || Number.isInteger(value)) return String(value);
  return value.toFixed(value < 100 ? 2 : 1);
}

/** The first column to the left, the others to the right. */
function align(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((text, column) => (column ? text.padStart(widths[column] + 2) : text.padEnd(widths[0])))
      .join("")
      .replace(/^/, "  "),
  );
}

function verdict({ name, value, unit, atMost, reached }) {
  const suffix = unit && ` ${unit}`;
  const goal = `goal: at most ${atMost}${suffix}`;
  return `  ${reached ? "reached    " : "NOT REACHED"}  ${name}: ${Number(value.toPrecision(4))}${suffix} (${goal})`;
}
