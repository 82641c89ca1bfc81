// Whether a result is an expected one.

import { isGcObject } from "./gc-kinds.mjs";
import { isReference, lanesOf } from "./values.mjs";

const NUMBERS = new Set(["i32", "i64", "f32", "f64"]);

/** Which bits decide: without the sign, a canonical NaN is exactly `quiet`; an arithmetic one has at least its bits. */
const NAN = {
  f32: { magnitude: 0x7fffffffn, quiet: 0x7fc00000n, width: 32 },
  f64: { magnitude: 0x7fffffffffffffffn, quiet: 0x7ff8000000000000n, width: 64 },
};

/** @param actual bits of a number, or a reference */
export function matches(expected, actual) {
  if (expected.type === "either") return expected.values.some((one) => matches(one, actual));
  if (expected.type === "v128") return matchesLanes(expected, actual);
  if (NUMBERS.has(expected.type)) return matchesLane(expected.type, expected.value, actual);
  return matchesReference(expected, actual);
}

function matchesLanes({ lane_type: lane, value }, actual) {
  if (typeof actual !== "bigint") return false;
  return lanesOf(actual, lane).every((bits, index) => matchesLane(lane, value[index], bits));
}

function matchesLane(type, text, actual) {
  if (typeof actual !== "bigint") return false;
  if (text === "nan:canonical") return (actual & NAN[type].magnitude) === NAN[type].quiet;
  if (text === "nan:arithmetic") return (actual & NAN[type].quiet) === NAN[type].quiet;
  const width = { i8: 8, i16: 16, i64: 64, f64: 64 }[type] ?? 32;
  return actual === BigInt.asUintN(width, BigInt(text));
}

/** Without a value, any reference of the type will do. */
function matchesReference({ type, value }, actual) {
  if (value === "null" || type === "nullref") return actual === null;
  if (actual === null || actual === undefined) return false;
  if (value !== undefined) return isReference(actual, value);
  if (type === "funcref") return typeof actual === "function";
  if (type === "externref" || type === "anyref") return true;
  return isGcObject(type, actual);
}
