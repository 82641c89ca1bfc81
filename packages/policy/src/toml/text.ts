/** Bytes to text: UTF-8 and nothing else, so that there is one way to read a file. */
import { type Lines, linesOf, points } from "./place.js";
import type { SyntaxProblem } from "./syntax-problem.js";

export type Text =
  | { readonly text: string }
  /** `text`: as much as can be shown. */
  | { readonly text: string; readonly problem: SyntaxProblem };

const BYTE_ORDER_MARK = "\u{FEFF}";

/** Without the byte order mark that some editors write. */
export function readText(given: string | Uint8Array): Text {
  if (typeof given === "string") return checked(withoutMark(given));
  try {
    return { text: withoutMark(new TextDecoder("utf-8", decoding).decode(given)) };
  } catch {
    return undecodable(given);
  }
}

const decoding = { fatal: true, ignoreBOM: true } as const;

function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

/** A text in JavaScript may have halves of characters; they would be hashed as something else. */
function checked(text: string): Text {
  const at = text.search(/\p{Cs}/u);
  if (at === -1) return { text };
  const lines = linesOf(text.slice(0, at));
  return { text, problem: problemAt(lines, "half of a surrogate pair") };
}

/** The first character that would be other bytes if it were written again, is the first that is none. */
function undecodable(bytes: Uint8Array): Text {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const again = Buffer.from(text);
  let at = again.findIndex((byte, index) => byte !== bytes[index]);
  while (isInside(again[at])) at--;
  const lines = linesOf(withoutMark(again.toString("utf8", 0, at)));
  const got = `the byte 0x${bytes[at]?.toString(16)}`;
  return { text: withoutMark(text), problem: problemAt(lines, got) };
}

/** Of a character, and not its first byte. */
function isInside(byte = 0): boolean {
  return (byte & 0b11000000) === 0b10000000;
}

/** @param lines what is before it */
function problemAt(lines: Lines, got: string): SyntaxProblem {
  const column = points(lines.at(-1) as string) + 1;
  return {
    message: "this is no UTF-8",
    expected: `characters in UTF-8, got ${got}; save the file in that encoding`,
    place: { line: lines.length, column, length: 1 },
  };
}
