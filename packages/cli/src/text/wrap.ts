import { stripVTControlCharacters } from "node:util";

/** Columns that a text takes, colours not counted; every character is taken for one wide. */
export function columnsOf(text: string): number {
  let count = 0;
  for (const _ of stripVTControlCharacters(text)) count++;
  return count;
}

/** Lines of at most `width` columns, broken at spaces. A word that is longer stays whole: it may be a path to copy. */
export function wrapped(text: string, width: number): readonly string[] {
  return text.split("\n").flatMap((line) => wrappedLine(line, width));
}

function wrappedLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(/ +/)) {
    const longer = current === "" ? word : `${current} ${word}`;
    if (current !== "" && columnsOf(longer) > width) {
      lines.push(current);
      current = word;
    } else current = longer;
  }
  return [...lines, current];
}
