import { types } from "node:util";

/** What an argument's bytes may be in. */
export type Bytes = ArrayBufferView<ArrayBufferLike> | ArrayBuffer;

/** Not a SharedArrayBuffer itself: koffi takes none. */
export function isBytes(value: unknown): value is Bytes {
  if (typeof value !== "object" || value === null) return false;
  return ArrayBuffer.isView(value) || types.isArrayBuffer(value);
}

export function bufferOf(bytes: Bytes): ArrayBufferLike {
  return ArrayBuffer.isView(bytes) ? bytes.buffer : bytes;
}

/** Bytes as part of their buffer: [from, to). */
export interface Range {
  readonly buffer: ArrayBufferLike;
  readonly from: number;
  readonly to: number;
}

export function rangeOf(bytes: Bytes): Range {
  if (!ArrayBuffer.isView(bytes)) return { buffer: bytes, from: 0, to: bytes.byteLength };
  const { buffer, byteOffset: from, byteLength } = bytes;
  return { buffer, from, to: from + byteLength };
}
