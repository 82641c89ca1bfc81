import type { Handler } from "../machine/machine.ts";
import { Trap } from "../machine/trap.ts";
import { from, unary } from "./shapes.ts";

type Float = "f32" | "f64";

const S32 = [-(2 ** 31), 2 ** 31] as const;
const U32 = [0, 2 ** 32] as const;
const S64 = [-(2 ** 63), 2 ** 63] as const;
const U64 = [0, 2 ** 64] as const;
type Range = readonly [number, number];

const bitsStay: Handler = () => {};

export const conversions = [
  ...from(0xa7, [
    unary("i64", "i32", (a) => Number(BigInt.asIntN(32, a))),
    ...(["f32", "f64"] as const).flatMap((type) => [
      unary(type, "i32", (a) => checked(a, S32)),
      unary(type, "i32", (a) => checked(a, U32)),
    ]),
    unary("i32", "i64", BigInt),
    unary("u32", "i64", BigInt),
    ...(["f32", "f64"] as const).flatMap((type) => [
      unary(type, "i64", (a) => BigInt(checked(a, S64))),
      unary(type, "i64", (a) => BigInt(checked(a, U64))),
    ]),
    ...toFloat("f32", toSingle),
    unary("f64", "f32", (a) => a),
    ...toFloat("f64", Number),
    unary("f32", "f64", (a) => a),
    bitsStay,
    bitsStay,
    bitsStay,
    bitsStay,
  ]),
  ...from(0x100, [
    ...(["f32", "f64"] as const).flatMap((type) => [
      unary(type, "i32", (a) => saturated(a, S32, 1)),
      unary(type, "i32", (a) => saturated(a, U32, 1)),
    ]),
    ...(["f32", "f64"] as const).flatMap((type) => [
      unary(type, "i64", (a) => saturated64(a, S64)),
      unary(type, "i64", (a) => saturated64(a, U64)),
    ]),
  ]),
];

function toFloat(to: Float, ofBig: (a: bigint) => number): Handler[] {
  return [
    unary("i32", to, (a) => a),
    unary("u32", to, (a) => a),
    unary("i64", to, ofBig),
    unary("u64", to, ofBig),
  ];
}

function checked(a: number, [low, high]: Range): number {
  const whole = Math.trunc(a);
  if (!(whole >= low && whole < high)) throw new Trap("conversion");
  return whole;
}

function saturated(a: number, [low, high]: Range, step: number): number {
  if (Number.isNaN(a)) return 0;
  return Math.trunc(Math.min(Math.max(a, low), high - step));
}

/** The highest value has no double of its own. */
function saturated64(a: number, range: Range): bigint {
  if (a >= range[1]) return BigInt(range[1]) - 1n;
  return BigInt(saturated(a, range, 0));
}

/** One rounding, not two. Beyond 53 bits all that is lost to a double is noted in the lowest bit that stays. */
function toSingle(a: bigint): number {
  if (BigInt.asIntN(54, a) === a) return Number(a);
  const lost = a & 0x7ffn;
  return Number((a - lost) | (lost === 0n ? 0n : 0x800n));
}
