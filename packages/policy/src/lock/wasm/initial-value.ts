import type { Cursor } from "./cursor.js";
import { heapType, unknown } from "./types.js";

const END = 0x0b;
const VECTOR = 0xfd;
const REFERENCE = 0xfb;
/** Instructions that an initial value is made of, and what follows each. */
const operands: Readonly<Record<number, (cursor: Cursor) => unknown>> = {
  35: (cursor) => cursor.u32("global"), // global.get
  65: (cursor) => cursor.skipNumber("number"), // i32.const
  66: (cursor) => cursor.skipNumber("number"), // i64.const
  67: (cursor) => cursor.take(4, "number"), // f32.const
  68: (cursor) => cursor.take(8, "number"), // f64.const
  106: () => {}, // i32.add
  107: () => {}, // i32.sub
  108: () => {}, // i32.mul
  124: () => {}, // i64.add
  125: () => {}, // i64.sub
  126: () => {}, // i64.mul
  208: (cursor) => heapType(cursor), // ref.null
  210: (cursor) => cursor.u32("function"), // ref.func
};

/** Steps over the expression that a global or a table begins with. @throws MalformedError */
export function skipInitialValue(cursor: Cursor): void {
  for (;;) {
    const { at } = cursor;
    const code = cursor.byte("instruction");
    if (code === END) return;
    if (code === VECTOR) skipVector(cursor);
    else if (code === REFERENCE) skipReference(cursor);
    else if (operands[code] !== undefined) operands[code](cursor);
    else throw unknown("instruction of an initial value", code, at);
  }
}

function skipVector(cursor: Cursor): void {
  const { at } = cursor;
  const code = cursor.u32("instruction");
  if (code !== 12) throw unknown("instruction of an initial value", code, at); // v128.const
  cursor.take(16, "number");
}

/** How many numbers follow: struct.new and .new_default, array.new, .new_default and .new_fixed, conversions. */
const references: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  6: 1,
  7: 1,
  8: 2,
  26: 0,
  27: 0,
  28: 0,
};

function skipReference(cursor: Cursor): void {
  const { at } = cursor;
  const code = cursor.u32("instruction");
  const count = references[code];
  if (count === undefined) throw unknown("instruction of an initial value", code, at);
  for (let index = 0; index < count; index++) cursor.u32("operand");
}
