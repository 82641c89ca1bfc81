import { TYPE } from "./opcode.js";
import type { Reader } from "./reader.js";

/** Steps over a heap type: the index of a type, or a name's code. */
export function skipHeapType(reader: Reader): void {
  reader.skipNumber();
}

/** Steps over a value's type, or a field's. @returns its first byte */
export function skipValueType(reader: Reader): number {
  const start = reader.at;
  const code = reader.byte();
  if (code === TYPE.REF || code === TYPE.REF_NULL) skipHeapType(reader);
  else if (code < 0x66 || code > 0x7f) throw reader.invalid(unknown("type", code), start);
  return code;
}

/** Steps over the type of a block. */
export function skipBlockType(reader: Reader): void {
  const first = reader.peek();
  if (first > TYPE.EMPTY && first < 0x80) skipValueType(reader);
  else reader.skipNumber();
}

/** "Unknown type (0x65)". */
export function unknown(what: string, code: number): string {
  return `Unknown ${what} (0x${code.toString(16)})`;
}
