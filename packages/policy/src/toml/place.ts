/** Part of a line. A character is a code point; an end of line is `\n` or `\r\n`, as in TOML. */
export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1; one behind the line's last where it is the end of the line that is meant. */
  readonly column: number;
  /** At least 1. */
  readonly length: number;
}

/** As parsers have it: lines from 1, columns from 0, in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type Lines = readonly string[];

export function linesOf(text: string): Lines {
  return text.split(/\r?\n/);
}

/** What lies between two positions; of several lines, the part in the first. */
export function placeBetween(lines: Lines, start: Position, end: Position): Place {
  const line = lines[start.line - 1] ?? "";
  const until = end.line === start.line ? end.column : line.length;
  const length = points(line.slice(start.column, until));
  return {
    line: start.line,
    column: points(line.slice(0, start.column)) + 1,
    length: Math.max(1, length),
  };
}

export function points(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
