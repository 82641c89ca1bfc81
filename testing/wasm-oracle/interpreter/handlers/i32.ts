import { Trap } from "../machine/trap.ts";
import { binary, compare, from, unary } from "./shapes.ts";

export const i32 = [
  ...from(0x45, [
    unary("i32", "i32", (a) => (a === 0 ? 1 : 0)),
    compare("i32", (a, b) => a === b),
    compare("i32", (a, b) => a !== b),
    compare("i32", (a, b) => a < b),
    compare("u32", (a, b) => a < b),
    compare("i32", (a, b) => a > b),
    compare("u32", (a, b) => a > b),
    compare("i32", (a, b) => a <= b),
    compare("u32", (a, b) => a <= b),
    compare("i32", (a, b) => a >= b),
    compare("u32", (a, b) => a >= b),
  ]),
  ...from(0x67, [
    unary("i32", "i32", (a) => Math.clz32(a)),
    unary("i32", "i32", (a) => (a === 0 ? 32 : 31 - Math.clz32(a & -a))),
    unary("u32", "i32", (a) => bits(BigInt(a))),
    binary("i32", "i32", (a, b) => a + b),
    binary("i32", "i32", (a, b) => a - b),
    binary("i32", "i32", (a, b) => Math.imul(a, b)),
    binary("i32", "i32", divide),
    binary("u32", "i32", (a, b) => Math.floor(a / nonZero(b))),
    binary("i32", "i32", (a, b) => a % nonZero(b)),
    binary("u32", "i32", (a, b) => a % nonZero(b)),
    binary("i32", "i32", (a, b) => a & b),
    binary("i32", "i32", (a, b) => a | b),
    binary("i32", "i32", (a, b) => a ^ b),
    binary("i32", "i32", (a, b) => a << b),
    binary("i32", "i32", (a, b) => a >> b),
    binary("i32", "i32", (a, b) => a >>> b),
    binary("i32", "i32", (a, b) => (a << (b & 31)) | (a >>> (-b & 31))),
    binary("i32", "i32", (a, b) => (a >>> (b & 31)) | (a << (-b & 31))),
  ]),
  ...from(0xc0, [
    unary("i32", "i32", (a) => (a << 24) >> 24),
    unary("i32", "i32", (a) => (a << 16) >> 16),
  ]),
];

export function bits(value: bigint): number {
  return value.toString(2).replaceAll("0", "").length;
}

function nonZero(divisor: number): number {
  if (divisor === 0) throw new Trap("divide-by-zero");
  return divisor;
}

function divide(a: number, b: number): number {
  if (nonZero(b) === -1 && a === -0x80000000) throw new Trap("divide-overflow");
  return Math.trunc(a / b);
}
