/** Numbers at which things change, and now and then any other. */
import type { Choices } from "./choices.ts";
import type { NumberType } from "./shape.ts";

const INTEGERS: readonly bigint[] = [
  0n,
  1n,
  2n,
  3n,
  -1n,
  7n,
  31n,
  32n,
  63n,
  64n,
  127n,
  128n,
  255n,
  256n,
  0x7fffn,
  0x8000n,
  0xffffn,
  0x10000n,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  0x100000000n,
  (1n << 53n) + 1n,
  (1n << 63n) - 1n,
  1n << 63n,
];

const FLOATS: readonly number[] = [
  0,
  1,
  -1,
  -0,
  0.5,
  1.5,
  2.5,
  -0.5,
  100,
  1e10,
  -2147483648,
  2147483647,
  4294967296,
  2 ** 63,
  -(2 ** 63),
  2 ** 64,
  1e-40,
  3.4028234663852886e38,
  1e300,
  5e-324,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
];

export function chooseInteger(choices: Choices, bits: 32 | 64): bigint {
  const number = choices.chance(10) ? choices.bits() : choices.pick(INTEGERS);
  return BigInt.asIntN(bits, number);
}

export function chooseFloat(choices: Choices): number {
  return choices.chance(10) ? choices.between(-5000, 5000) / 8 : choices.pick(FLOATS);
}

/** An argument of an exported function. */
export function chooseArgument(choices: Choices, type: NumberType): number | bigint {
  if (type === "i32") return Number(chooseInteger(choices, 32));
  if (type === "i64") return chooseInteger(choices, 64);
  return type === "f32" ? Math.fround(chooseFloat(choices)) : chooseFloat(choices);
}
