import { TYPE } from "../binary/opcode.js";
import { Reader } from "../binary/reader.js";
import { skipValueType } from "../binary/types.js";
import type { Shape } from "./shape.js";
import { typeOf } from "./shape.js";

/** One letter for each type: "ii:I" takes two i32 and returns an i64; r: any reference. */
const letters: Readonly<Record<number, string>> = {
  [TYPE.I32]: "i",
  [TYPE.I64]: "I",
  [TYPE.F32]: "f",
  [TYPE.F64]: "F",
  [TYPE.V128]: "v",
};

/** Parameters and results of a function, as text. */
export function signatureOf(shape: Shape, index: number): string {
  const type = typeOf(shape, index);
  if (type === undefined) return ":";
  const { bytes } = shape;
  return `${values(bytes, type.parameterBytes)}:${values(bytes, type.resultBytes)}`;
}

function values(bytes: Uint8Array, [from, to]: readonly [number, number]): string {
  const reader = new Reader(bytes, from, to);
  let text = "";
  while (!reader.isAtEnd) text += letters[skipValueType(reader)] ?? "r";
  return text;
}
