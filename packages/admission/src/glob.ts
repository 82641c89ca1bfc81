/**
 * Patterns for real paths. Ours, because they decide what may be loaded: the libraries for globs know more than we could
 * promise (braces, negation, extglobs) and match through regular expressions that can backtrack for ever.
 *
 *     *       any characters within one component, none too
 *     ?       one character of a component
 *     [a-f_]  one of these characters; `[*]`, `[?]`, `[[]`, `[{]`, `[\]`, `[-]` are how those are spelt themselves
 *     **      as a whole component: any number of components, none too
 *
 * - A pattern is anchored: it matches a whole path. A relative one begins at the folder it is parsed for, whose own name
 *   is never a pattern.
 * - A character is a Unicode code point, and only itself: case matters, nothing is normalised, so that "é" in one code
 *   point is not "é" in two. A leading dot is a character like others: `*` matches `.hidden` (pnpm's real paths lie below
 *   `.pnpm`).
 * - `//` and `/./` are one slash.
 * - What could mean something else than the author thinks is refused: an empty pattern, NUL, `..` (a real path has none),
 *   a slash at the end (a library is no folder), `**` beside other characters, `\`, `{`, `}`, `[!a]`, `[^a]`, `[]`, `[z-a]`
 *   and a `[` that does not end in its component.
 *
 * Matching takes at most (length of the pattern) × (length of the path) comparisons: only the last `*` is ever moved, which
 * is enough because what is before it matched as early as it can.
 */
import { MAX_PATH_BYTES } from "./limits.js";

/** A pattern, ready to be matched. */
export interface Glob {
  /** As it was written. */
  readonly text: string;
  readonly components: readonly Component[];
}

const many = Symbol("any number of");
type Component = typeof many | readonly Character[];
type Character = typeof many | "any" | readonly Range[];
/** First and last code point. */
type Range = readonly [number, number];

/**
 * @param folder a real path: where a relative pattern begins
 * @throws SyntaxError that says what is wrong with the pattern, and what to write
 */
export function parseGlob(text: string, folder: string): Glob {
  if (text === "") throw new SyntaxError("it is empty; leave it out");
  if (text.includes("\0")) throw new SyntaxError("it has a NUL, and no path has one");
  if (text.length > MAX_PATH_BYTES) {
    throw new SyntaxError(`it is longer than a path can be (${MAX_PATH_BYTES} bytes)`);
  }
  if (text.endsWith("/")) {
    throw new SyntaxError("it ends in a slash, and a library is no folder; end it in /* or /**");
  }
  const base = text.startsWith("/") ? [] : namesOf(folder).map((name) => [...name].map(itself));
  return { text, components: [...base, ...namesOf(text).map(parseComponent)] };
}

/** @param path a real path: absolute, without links, `.`, `..` or `//` */
export function matchesGlob({ components }: Glob, path: string): boolean {
  return matches(components, namesOf(path), matchesComponent);
}

function namesOf(path: string): string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}

function itself(character: string): readonly Range[] {
  const point = character.codePointAt(0) as number;
  return [[point, point]];
}

function parseComponent(name: string): Component {
  if (name === "**") return many;
  if (name === "..")
    throw new SyntaxError("it has `..`, and a real path has none; write the folder");
  if (name.includes("**")) {
    throw new SyntaxError(
      "it has `**` beside other characters; write `*`, or `**` between slashes",
    );
  }
  const points = [...name];
  const parsed: Character[] = [];
  while (points.length > 0) parsed.push(parseCharacter(points));
  return parsed;
}

/** Takes what it reads off `points`. */
function parseCharacter(points: string[]): Character {
  const point = points.shift() as string;
  if (point === "*") return many;
  if (point === "?") return "any";
  if (point === "[") return parseSet(points);
  if ("\\{}".includes(point)) {
    throw new SyntaxError(`it has \`${point}\`, which means nothing here; write [${point}]`);
  }
  return itself(point);
}

function parseSet(points: string[]): readonly Range[] {
  const end = points.indexOf("]");
  if (end === -1) throw new SyntaxError("its `[` does not end before the next slash; write [[]");
  const set = points.splice(0, end + 1).slice(0, -1);
  if (set.length === 0)
    throw new SyntaxError("it has `[]`, which nothing matches; name characters");
  if (set[0] === "!" || set[0] === "^") {
    throw new SyntaxError(`it has \`[${set[0]}\`; name the characters that may be there`);
  }
  const ranges: Range[] = [];
  while (set.length > 0) ranges.push(parseRange(set));
  return ranges;
}

function parseRange(set: string[]): Range {
  const [first = "", dash, last] = set;
  const isRange = dash === "-" && last !== undefined;
  set.splice(0, isRange ? 3 : 1);
  const from = first.codePointAt(0) as number;
  const to = isRange ? (last.codePointAt(0) as number) : from;
  if (to < from) {
    const range = `${visible(first)}-${visible(last as string)}`;
    throw new SyntaxError(`it has \`${range}\`, which nothing matches; swap them`);
  }
  return [from, to];
}

function matchesComponent(component: readonly Character[], name: string): boolean {
  return matches(component, [...name], matchesCharacter);
}

function matchesCharacter(character: "any" | readonly Range[], given: string): boolean {
  if (character === "any") return true;
  const point = given.codePointAt(0) as number;
  return character.some(([from, to]) => point >= from && point <= to);
}

/** Whether all of `items` are what `pattern` says, one for one, except where it says any number. */
function matches<Part, Item>(
  pattern: readonly (Part | typeof many)[],
  items: readonly Item[],
  isOne: (part: Part, item: Item) => boolean,
): boolean {
  let [part, item] = [0, 0];
  let retry: { readonly part: number; item: number } | undefined; // behind the last `many`
  while (item < items.length) {
    const expected = pattern[part];
    if (expected === many) {
      part += 1;
      retry = { part, item };
    } else if (expected !== undefined && isOne(expected, items[item] as Item)) {
      part += 1;
      item += 1;
    } else if (retry) {
      retry.item += 1;
      ({ part, item } = retry);
    } else return false;
  }
  return pattern.slice(part).every((rest) => rest === many);
}

/** A character as text that shows what it is: some hide, or turn the text around them. */
function visible(character: string): string {
  if (!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(character)) return character;
  return `\\u{${(character.codePointAt(0) as number).toString(16)}}`;
}
