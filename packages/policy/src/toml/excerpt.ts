/** A line of a file, with a caret under what is meant. */
import { MAX_SHOWN_LINE } from "./limits.js";
import { type Place, points } from "./place.js";
import { masked } from "./visible.js";

/**
 *     7 | allowd_libs = ["./libs/*.so"]
 *       | ^^^^^^^^^^^ note
 */
export function excerpt(source: string, place: Place, note: string): string {
  const number = `${place.line}`;
  const { text, column } = windowOf(source, place.column);
  const rest = points(text) - column + 1;
  const caret = "^".repeat(Math.max(1, Math.min(place.length, rest)));
  const gutter = " ".repeat(number.length);
  return [
    `  ${number} | ${[...text].map(shown).join("")}`,
    `  ${gutter} | ${padding(text, column)}${caret} ${note}`,
  ].join("\n");
}

/** Of a long line, what is around the column. */
function windowOf(source: string, column: number): { text: string; column: number } {
  const characters = [...source];
  if (characters.length <= MAX_SHOWN_LINE) return { text: source, column };
  const from = Math.max(0, column - 1 - Math.floor(MAX_SHOWN_LINE / 4));
  const to = from + MAX_SHOWN_LINE;
  const [before, after] = [from > 0 ? "…" : "", to < characters.length ? "…" : ""];
  const text = `${before}${characters.slice(from, to).join("")}${after}`;
  return { text, column: column - from + before.length };
}

function shown(character: string): string {
  return character === "\t" ? character : masked(character);
}

/** As wide as what is before the column: a tab stays one. */
function padding(text: string, column: number): string {
  return [...text]
    .slice(0, column - 1)
    .map((character) => (character === "\t" ? "\t" : " "))
    .join("");
}
