/** Text to plain values: tables without a prototype, lists, texts, numbers, booleans, dates. */
import { parse, TomlError } from "smol-toml";
import { MAX_NESTING } from "./limits.js";
import { linesOf, placeBetween } from "./place.js";
import type { SyntaxProblem } from "./syntax-problem.js";

export type Table = { readonly [name: string]: unknown };

export type Parsed = { readonly values: Table } | { readonly problem: SyntaxProblem };

export function parseToml(text: string): Parsed {
  try {
    return { values: parse(text, { maxDepth: MAX_NESTING, unsafeKeyBehaviour: "throw" }) };
  } catch (error) {
    if (error instanceof TomlError) return { problem: problemOf(error, text) };
    throw error;
  }
}

/** What the parser says, and what is to be written instead, where it does not say that. */
export const ways: readonly (readonly [says: RegExp, expected: string])[] = [
  [/unsafe property/, "another name: this one has a meaning of its own in JavaScript"],
  [/nested structures/, `at most ${MAX_NESTING} lists and tables in one another`],
  [
    /losslessly/,
    `a whole number from ${Number.MIN_SAFE_INTEGER} to ${Number.MAX_SAFE_INTEGER}: others are not exact`,
  ],
  [/redefine/, "each key and each table once"],
  [/character in key/, "names of A–Z, a–z, 0–9, - and _; others are written in quotes"],
  [/(end of|bare) key|table array/, "a key: names with dots between them, then `=`, `]` or `]]`"],
  [/multiline strings/, "a name in one pair of quotes"],
  [/invalid value/, "a text in quotes, a number, true or false, a list or a table"],
  [/control characters/, "visible characters; others are written as \\u0000 in double quotes"],
  [/end-of-line/, "the end of the line"],
  [/comma or end|unfinished (array|table)/, "a comma, or the end of the list or table"],
  [/unfinished string/, "the quotes that end the text"],
  [
    /escape/,
    'one of \\b \\t \\n \\f \\r \\" \\\\ \\u0000 \\U00000000; in single quotes \\ is itself',
  ],
  [
    /numer|leading zero|underscore/,
    "a number such as 3000, 1_000_000 or 0x10; a text is written in quotes",
  ],
  [/date/, "a text in quotes: no key has a date"],
];

function problemOf({ message, line, column }: TomlError, text: string): SyntaxProblem {
  const [said = ""] = message.replace(/^Invalid TOML document: /, "").split("\n");
  const at = { line, column: column - 1 };
  const lines = linesOf(text);
  const says = lines[line - 1]?.length === at.column ? atEndOfLine(said) : said;
  return {
    message: `this is no TOML: ${says.replace(/\. aborting\.$/, "")}`,
    expected: ways.find(([pattern]) => pattern.test(says))?.[1] ?? "TOML (https://toml.io)",
    place: placeBetween(lines, at, at),
  };
}

/** To the parser the end of a line is a character that something cannot have. */
function atEndOfLine(said: string): string {
  return said
    .replace("control characters are not allowed in strings", "unfinished string")
    .replace("illegal character in key", "unexpected end of key");
}
