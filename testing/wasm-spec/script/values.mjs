// The values of the commands, and those that JavaScript sees. A number is its bits, a BigInt without a sign; v128 has 128.

import { Type } from "../wasm/encode.mjs";
import { isException } from "./bits.mjs";

const BITS = { i32: 32, i64: 64, f32: 32, f64: 64, v128: 128 };
const LANE_BITS = { i8: 8, i16: 16, i32: 32, i64: 64, f32: 32, f64: 64 };
const LOW = (1n << 64n) - 1n;

/** What stands for NaN in an argument: the canonical one. */
const NAN = { f32: 0x7fc00000n, f64: 0x7ff8000000000000n };

/** What is handed to the module that bits.mjs makes. */
export function toFlat(arg) {
  if (arg.type === "v128") {
    const bits = vectorBits(arg);
    return [BigInt.asIntN(64, bits & LOW), BigInt.asIntN(64, bits >> 64n)];
  }
  const width = BITS[arg.type];
  if (width === undefined) return [referenceOf(arg)];
  const bits = laneBits(arg.type, arg.value);
  return width === 32 ? [Number(BigInt.asIntN(32, bits))] : [BigInt.asIntN(64, bits)];
}

/** The values behind what that module gave, by type. */
export function fromFlat(types, flat) {
  let at = 0;
  return types.map((type) => {
    const value = flat[at++];
    if (type === Type.v128)
      return (BigInt.asUintN(64, flat[at++]) << 64n) | BigInt.asUintN(64, value);
    if (type === Type.i32 || type === Type.f32) return BigInt.asUintN(32, BigInt(value));
    if (type === Type.i64 || type === Type.f64) return BigInt.asUintN(64, value);
    if (isException(type)) return value === 1 ? null : { exception: true };
    return value;
  });
}

export function vectorBits({ lane_type: lane, value }) {
  return value.reduceRight(
    (bits, text) => (bits << BigInt(LANE_BITS[lane])) | laneBits(lane, text),
    0n,
  );
}

function laneBits(type, text) {
  return text.startsWith("nan") ? NAN[type] : BigInt.asUintN(LANE_BITS[type], BigInt(text));
}

/** The lanes of a v128, as text that an expected value has. */
export function lanesOf(bits, lane) {
  const width = LANE_BITS[lane];
  return Array.from({ length: 128 / width }, (_, index) =>
    BigInt.asUintN(width, bits >> BigInt(index * width)),
  );
}

const references = new Map();

/** The same object for the same number. @returns what stands for (ref.extern n) and (ref.host n) */
function referenceOf({ type, value }) {
  if (value === "null") return null;
  if (value === undefined) throw new TypeError(`no argument of type ${type}`);
  if (!references.has(value)) references.set(value, { host: value });
  return references.get(value);
}

/** @returns whether this is the object that stands for (ref.extern n) or (ref.host n) */
export const isReference = (actual, value) => actual === references.get(value);
