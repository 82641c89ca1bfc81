/** f32 results are rounded when they are pushed: exact for these operations, also by way of a double. */
import type { Handler } from "../machine/machine.ts";
import { binary, compare, from, unary } from "./shapes.ts";

type Float = "f32" | "f64";

export const floats = [
  ...from(0x5b, comparisons("f32")),
  ...from(0x61, comparisons("f64")),
  ...from(0x8b, [
    signBit((sign) => sign & 0x7fffffff, 0),
    signBit((sign) => sign ^ -0x80000000, 0),
    ...operations("f32"),
    copySign(0),
  ]),
  ...from(0x99, [
    signBit((sign) => sign & 0x7fffffff, 1),
    signBit((sign) => sign ^ -0x80000000, 1),
    ...operations("f64"),
    copySign(1),
  ]),
];

function comparisons(type: Float): Handler[] {
  return [
    compare(type, (a, b) => a === b),
    compare(type, (a, b) => a !== b),
    compare(type, (a, b) => a < b),
    compare(type, (a, b) => a > b),
    compare(type, (a, b) => a <= b),
    compare(type, (a, b) => a >= b),
  ];
}

/** ceil, floor, trunc, nearest, sqrt, add, sub, mul, div, min, max */
function operations(type: Float): Handler[] {
  return [
    unary(type, type, Math.ceil),
    unary(type, type, Math.floor),
    unary(type, type, Math.trunc),
    unary(type, type, nearest),
    unary(type, type, Math.sqrt),
    binary(type, type, (a, b) => a + b),
    binary(type, type, (a, b) => a - b),
    binary(type, type, (a, b) => a * b),
    binary(type, type, (a, b) => a / b),
    binary(type, type, (a, b) => Math.min(a, b)),
    binary(type, type, (a, b) => Math.max(a, b)),
  ];
}

export function nearest(a: number): number {
  const below = Math.floor(a);
  const distance = a - below;
  if (distance < 0.5) return below === 0 ? a * 0 : below;
  if (distance > 0.5) return below === -1 ? -0 : below + 1;
  if (distance !== 0.5) return a;
  const even = below % 2 === 0 ? below : below + 1;
  return even === 0 && a < 0 ? -0 : even;
}

/** abs, neg and copysign are of bits, not of numbers. `word`: where in the slot the sign is. */
function signBit(apply: (sign: number) => number, word: number): Handler {
  return ({ stack }) => {
    const at = (stack.top - 1) * 4 + word;
    stack.i32[at] = apply(stack.i32[at] as number);
  };
}

function copySign(word: number): Handler {
  return ({ stack }) => {
    const from = --stack.top * 4 + word;
    const magnitude = (stack.i32[from - 4] as number) & 0x7fffffff;
    stack.i32[from - 4] = magnitude | ((stack.i32[from] as number) & -0x80000000);
  };
}
