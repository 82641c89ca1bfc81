/**
 * Instructions of two codes: what follows them, and what they do to the height of the operand stack. Each function begins
 * behind the second code.
 */
import type { Reader } from "./reader.js";
import { unknown } from "./types.js";

const LAST_VECTOR = 0x113;
const vectorEffects = new Int8Array(LAST_VECTOR + 1).fill(-1); // most make one operand of two

function vectors(effect: number, ...ranges: readonly (readonly [number, number])[]): void {
  for (const [from, to] of ranges) vectorEffects.fill(effect, from, to + 1);
}

vectors(0, [0, 10], [15, 20], [77, 77], [83, 83], [92, 100], [103, 106]); // loads, splats, i8x16
vectors(0, [116, 117], [122, 122], [124, 129], [131, 132], [135, 138], [148, 148]); // i16x8
vectors(0, [160, 161], [163, 164], [167, 170], [192, 193], [195, 196], [199, 202]); // i32x4, i64x2
vectors(0, [224, 225], [227, 227], [236, 237], [239, 239], [248, 255], [257, 260]); // floats, conversions
vectors(0, ...[21, 22, 24, 25, 27, 29, 31, 33].map((lane) => [lane, lane] as const)); // lanes taken out
vectors(-2, [11, 11], [82, 82], [88, 91], [261, 268], [275, 275]); // stores; of three operands one
vectors(1, [12, 12]); // v128.const

/** SIMD. */
export function vector(reader: Reader, code: number, start: number): number {
  const effect = vectorEffects[code];
  if (effect === undefined) throw reader.invalid(unknown("vector instruction", code), start);
  if (code <= 11 || code === 92 || code === 93) skipAddress(reader);
  else if (code === 12 || code === 13)
    reader.skip(16); // a constant; which lanes to shuffle
  else if (code >= 21 && code <= 34)
    reader.skip(1); // a lane
  else if (code >= 84 && code <= 91) {
    skipAddress(reader);
    reader.skip(1);
  }
  return effect;
}

/** Threads. */
export function atomic(reader: Reader, code: number, start: number): number {
  if (code > 0x4e) throw reader.invalid(unknown("atomic instruction", code), start);
  if (code === 3) {
    reader.skip(1); // atomic.fence
    return 0;
  }
  skipAddress(reader);
  if (code === 0) return -1; // memory.atomic.notify
  if (code <= 2) return -2; // memory.atomic.wait
  if (code <= 0x16) return 0; // loads
  if (code <= 0x1d || code >= 0x48) return -2; // stores; cmpxchg
  return -1;
}

/** Alignment, perhaps a memory, and an offset. */
export function skipAddress(reader: Reader): void {
  const alignment = reader.u32();
  if (alignment & 0x40) reader.skipNumber();
  reader.skipNumber();
}

/** Numbers that follow (heap types count as such), and effects; struct.new and array.new_fixed take more. */
const references: readonly (readonly [numbers: number, effect: number])[] = [
  [1, 1], // struct.new
  [1, 1],
  [2, 0], // struct.get
  [2, 0],
  [2, 0],
  [2, -2], // struct.set
  [1, -1], // array.new
  [1, 0],
  [2, 1], // array.new_fixed
  [2, -1],
  [2, -1],
  [1, -1], // array.get
  [1, -1],
  [1, -1],
  [1, -3], // array.set
  [0, 0],
  [1, -4], // array.fill
  [2, -5], // array.copy
  [2, -4],
  [2, -4],
  [1, 0], // ref.test, ref.cast
  [1, 0],
  [1, 0],
  [1, 0],
  [3, 0], // br_on_cast, behind its flags
  [3, 0],
  [0, 0], // conversions, i31
  [0, 0],
  [0, 0],
  [0, 0],
  [0, 0],
];

/** Garbage collection, but for branches. @param fieldsOf of a struct's type */
export function reference(
  reader: Reader,
  code: number,
  start: number,
  fieldsOf: (type: number) => number,
): number {
  const [numbers, effect] = references[code] ?? [];
  if (numbers === undefined || effect === undefined) {
    throw reader.invalid(unknown("reference instruction", code), start);
  }
  if (code === 0) return effect - fieldsOf(reader.u32());
  if (code === 8) {
    reader.skipNumber();
    return effect - reader.u32();
  }
  for (let each = 0; each < numbers; each++) reader.skipNumber();
  return effect;
}
