/** Problems, with the places that they have in a file. */
import { type KeyPath, keyText } from "../toml/key-text.js";
import { type Lines, type Place, points } from "../toml/place.js";
import type { Places } from "../toml/places.js";
import type { Issue } from "./issue.js";
import type { Problem } from "./problem.js";

/** In the order of the file. */
export function placed(
  problems: readonly Problem[],
  { file, lines, places }: { file: string; lines: Lines; places: Places },
): readonly Issue[] {
  const issues = problems.map((problem) =>
    issueOf(problem, file, placeOf(problem, lines, places), lines),
  );
  return issues.sort((one, other) => order(one.place, other.place));
}

/** Those of values that are in no file. */
export function unplaced(problems: readonly Problem[], file: string): readonly Issue[] {
  return problems.map((problem) => issueOf(problem, file, null, []));
}

function issueOf(problem: Problem, file: string, place: Place | null, lines: Lines): Issue {
  const { path, message, expected, got, nearest } = problem;
  return {
    file,
    place,
    source: place === null ? null : (lines[place.line - 1] ?? ""),
    key: keyText(path),
    message,
    expected,
    ...(got !== undefined && { got }),
    ...(nearest !== undefined && { nearest }),
  };
}

function placeOf({ path, at, span }: Problem, lines: Lines, places: Places): Place | null {
  const place = places[at](path);
  if (place === null) return tableOf(path, places);
  return span === undefined ? place : inside(place, span, lines);
}

/** What is not written has the place of what it is missing in. */
function tableOf(path: KeyPath, places: Places): Place | null {
  for (let length = path.length - 1; length > 0; length--) {
    const place = places.value(path.slice(0, length));
    if (place !== null) return place;
  }
  return null;
}

/**
 * Part of a text. Behind an escape it would be somewhere else: then it is the whole text.
 */
function inside(place: Place, span: NonNullable<Problem["span"]>, lines: Lines): Place {
  const line = [...(lines[place.line - 1] ?? "")];
  const text = line.slice(place.column - 1, place.column - 1 + place.length).join("");
  const isPlain = /^"[^"\\]*"$|^'[^']*'$/.test(text);
  if (!isPlain) return place;
  const before = points(text.slice(0, 1 + span.offset));
  const length = points(text.slice(1 + span.offset, 1 + span.offset + span.length));
  return { line: place.line, column: place.column + before, length };
}

function order(one: Place | null, other: Place | null): number {
  if (one === null || other === null) return Number(one !== null) - Number(other !== null);
  return one.line - other.line || one.column - other.column;
}
