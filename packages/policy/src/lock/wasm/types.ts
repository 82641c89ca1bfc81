/** Types, as text like that of the text format: `func(i32, i64) -> i32`, `memory 1 16`, `global mut i32`. */
import { MAX_TYPE_PARTS } from "../limits.js";
import { MalformedError } from "../malformed.js";
import type { Cursor } from "./cursor.js";

const valueTypes: Readonly<Record<number, string>> = {
  127: "i32",
  126: "i64",
  125: "f32",
  124: "f64",
  123: "v128",
  120: "i8", // in fields only, as the next
  119: "i16",
};
/** With "ref" behind it each is a value's type, too. */
const heapTypes: Readonly<Record<number, string>> = {
  116: "noexn",
  115: "nofunc",
  114: "noextern",
  113: "none",
  112: "func",
  111: "extern",
  110: "any",
  109: "eq",
  108: "i31",
  107: "struct",
  106: "array",
  105: "exn",
};
const [REF, REF_NULL] = [0x64, 0x63];

export function valueType(cursor: Cursor): string {
  const { at } = cursor;
  const code = cursor.byte("type");
  if (code === REF) return `(ref ${heapType(cursor)})`;
  if (code === REF_NULL) return `(ref null ${heapType(cursor)})`;
  const heap = heapTypes[code];
  const name = valueTypes[code] ?? (heap && `${heap}ref`);
  if (name === undefined) throw unknown("type", code, at);
  return name;
}

/** What a reference is to: one of the names, or the index of a type. */
export function heapType(cursor: Cursor): string {
  const { at } = cursor;
  const first = cursor.peek("type");
  const isIndex = first >= 0x80 || first < 0x40; // a number with a sign: others are below zero
  if (isIndex) return String(cursor.u32("type"));
  const name = heapTypes[cursor.byte("type")];
  if (name === undefined) throw unknown("type", first, at);
  return name;
}

/** Without its name: `(i32, i64) -> i32`. */
export function signature(cursor: Cursor): string {
  const parameters = parts(cursor, "parameters");
  const results = parts(cursor, "results");
  const [only] = results;
  if (only === undefined) return `(${parameters.join(", ")})`;
  return `(${parameters.join(", ")}) -> ${results.length === 1 ? only : `(${results.join(", ")})`}`;
}

function parts(cursor: Cursor, what: string): readonly string[] {
  const { at } = cursor;
  const types: string[] = [];
  for (const index of cursor.repeat(what)) {
    if (index === MAX_TYPE_PARTS) throw new MalformedError(`Too many ${what}`, at);
    types.push(valueType(cursor));
  }
  return types;
}

export function globalType(cursor: Cursor): string {
  const type = valueType(cursor);
  return cursor.byte("mutability") === 0 ? `global ${type}` : `global mut ${type}`;
}

export function tableType(cursor: Cursor): string {
  const type = valueType(cursor);
  return `table ${limits(cursor)} ${type}`;
}

export function memoryType(cursor: Cursor): string {
  return `memory ${limits(cursor)}`;
}

const [HAS_MOST, IS_SHARED, IS_64, HAS_PAGE_SIZE] = [1, 2, 4, 8];

function limits(cursor: Cursor): string {
  const { at } = cursor;
  const flags = cursor.byte("limits");
  if (flags > 15) throw unknown("form of limits", flags, at);
  const least = cursor.u64("size");
  const most = (flags & HAS_MOST) !== 0 ? ` ${cursor.u64("size")}` : "";
  const page = (flags & HAS_PAGE_SIZE) !== 0 ? ` pagesize 2^${cursor.u32("page size")}` : "";
  const index = (flags & IS_64) !== 0 ? "i64 " : "";
  return `${index}${least}${most}${(flags & IS_SHARED) !== 0 ? " shared" : ""}${page}`;
}

/** @param what "type" */
export function unknown(what: string, code: number, at: number): MalformedError {
  return new MalformedError(`A ${what} that is not known (0x${code.toString(16)})`, at);
}
