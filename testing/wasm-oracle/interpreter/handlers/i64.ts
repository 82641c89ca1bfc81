/** Results wrap to 64 bits when they are pushed. */
import { Trap } from "../machine/trap.ts";
import { bits } from "./i32.ts";
import { binary, compare, from, unary } from "./shapes.ts";

const LOWEST = -(1n << 63n);

export const i64 = [
  ...from(0x50, [
    unary("i64", "i32", (a) => (a === 0n ? 1 : 0)),
    compare("i64", (a, b) => a === b),
    compare("i64", (a, b) => a !== b),
    compare("i64", (a, b) => a < b),
    compare("u64", (a, b) => a < b),
    compare("i64", (a, b) => a > b),
    compare("u64", (a, b) => a > b),
    compare("i64", (a, b) => a <= b),
    compare("u64", (a, b) => a <= b),
    compare("i64", (a, b) => a >= b),
    compare("u64", (a, b) => a >= b),
  ]),
  ...from(0x79, [
    unary("u64", "i64", (a) => BigInt(64 - (a === 0n ? 0 : a.toString(2).length))),
    unary("u64", "i64", trailingZeros),
    unary("u64", "i64", (a) => BigInt(bits(a))),
    binary("i64", "i64", (a, b) => a + b),
    binary("i64", "i64", (a, b) => a - b),
    binary("i64", "i64", (a, b) => a * b),
    binary("i64", "i64", divide),
    binary("u64", "i64", (a, b) => a / nonZero(b)),
    binary("i64", "i64", (a, b) => a % nonZero(b)),
    binary("u64", "i64", (a, b) => a % nonZero(b)),
    binary("i64", "i64", (a, b) => a & b),
    binary("i64", "i64", (a, b) => a | b),
    binary("i64", "i64", (a, b) => a ^ b),
    binary("i64", "i64", (a, b) => a << (b & 63n)),
    binary("i64", "i64", (a, b) => a >> (b & 63n)),
    binary("u64", "i64", (a, b) => a >> (b & 63n)),
    binary("u64", "i64", (a, b) => rotateLeft(a, b & 63n)),
    binary("u64", "i64", (a, b) => rotateLeft(a, (64n - (b & 63n)) & 63n)),
  ]),
  ...from(0xc2, [
    unary("i64", "i64", (a) => BigInt.asIntN(8, a)),
    unary("i64", "i64", (a) => BigInt.asIntN(16, a)),
    unary("i64", "i64", (a) => BigInt.asIntN(32, a)),
  ]),
];

function trailingZeros(a: bigint): bigint {
  const text = a.toString(2);
  return a === 0n ? 64n : BigInt(text.length - 1 - text.lastIndexOf("1"));
}

function rotateLeft(a: bigint, by: bigint): bigint {
  return (a << by) | (a >> (64n - by));
}

function nonZero(divisor: bigint): bigint {
  if (divisor === 0n) throw new Trap("divide-by-zero");
  return divisor;
}

function divide(a: bigint, b: bigint): bigint {
  if (nonZero(b) === -1n && a === LOWEST) throw new Trap("divide-overflow");
  return a / b;
}
