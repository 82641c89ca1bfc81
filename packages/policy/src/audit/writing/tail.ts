/** What an existing log ends with: where it goes on. */
import { readSync } from "node:fs";
import { MAX_LINE_BYTES } from "../limits.js";
import { unseal } from "../line/chain.js";
import { type Head, headOf, newHead } from "../line/head.js";

export interface Tail {
  /** Of the last line that is whole. */
  readonly head: Head;
  /** Behind it, and behind its newline. */
  readonly end: number;
  /** The last line is whole but for its newline. */
  readonly lacksNewline?: true;
  /** What was written of a line that was never finished. */
  readonly torn?: string;
}

const NEWLINE = 10;
/** Of every line. */
const BEGINNING = '{"time":"';

/** undefined: it is no audit log, or its last line is not. */
export function tailOf(fd: number, size: number): Tail | undefined {
  if (size === 0) return { head: newHead(), end: 0 };
  const bytes = lastBytes(fd, size);
  const start = bytes.lastIndexOf(NEWLINE) + 1;
  const rest = bytes.subarray(start);
  const whole = isWhole(rest) ? lineHead(rest) : undefined;
  if (whole) return { head: whole, end: size, lacksNewline: true };
  if (start === 0 && size > bytes.length) return undefined;
  const head = start === 0 ? newHead() : lineHead(lastLine(bytes, start - 1));
  if (head === undefined || !isBeginning(rest)) return undefined;
  const end = size - rest.length;
  return rest.length === 0 ? { head, end } : { head, end, torn: rest.toString() };
}

function lastBytes(fd: number, size: number): Buffer {
  const bytes = Buffer.alloc(Math.min(size, 2 * MAX_LINE_BYTES));
  const read = readSync(fd, bytes, 0, bytes.length, size - bytes.length);
  return bytes.subarray(0, read);
}

/** @param newline where the line's is */
function lastLine(bytes: Buffer, newline: number): Buffer {
  const before = bytes.subarray(0, newline);
  return before.subarray(before.lastIndexOf(NEWLINE) + 1);
}

/** Whether the hash is right is asked by a verification: a log whose last line was changed goes on from what it says. */
function lineHead(line: Buffer): Head | undefined {
  if (unseal(line) === undefined) return undefined;
  try {
    return headOf(JSON.parse(line.toString()));
  } catch {
    return undefined;
  }
}

function isWhole(line: Buffer): boolean {
  const unsealed = unseal(line);
  return unsealed !== undefined && unsealed.hash === unsealed.computed;
}

/** What anything else has written is not to be overwritten. */
function isBeginning(rest: Buffer): boolean {
  const text = rest.toString("latin1", 0, BEGINNING.length);
  return BEGINNING.startsWith(text) && rest.length <= MAX_LINE_BYTES;
}
