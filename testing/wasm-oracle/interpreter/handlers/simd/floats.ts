/** Arithmetic on lanes of floats. */
import type { Handler } from "../../machine/machine.ts";
import { nearest } from "../floats.ts";
import { lanes, map, zip } from "./lanes.ts";

type Float = "f32" | "f64";

/** The sign bits are in the topmost 4 bytes of each lane. */
function sign(type: Float, apply: (word: number) => number): Handler {
  const words = type === "f32" ? [0, 1, 2, 3] : [1, 3];
  return (machine) => {
    const bits = lanes(machine, "i32");
    for (const word of words) bits[word] = apply(bits[word] as number);
  };
}

/** abs, neg, sqrt, add, sub, mul, div, min, max, pmin, pmax: from their first opcode on, one is left out. */
function arithmetic(type: Float, first: number): [number, Handler][] {
  return [
    [first, sign(type, (word) => word & 0x7fffffff)],
    [first + 1, sign(type, (word) => word ^ -0x80000000)],
    [first + 3, map(type, Math.sqrt)],
    [first + 4, zip(type, (a, b) => a + b)],
    [first + 5, zip(type, (a, b) => a - b)],
    [first + 6, zip(type, (a, b) => a * b)],
    [first + 7, zip(type, (a, b) => a / b)],
    [first + 8, zip(type, (a, b) => Math.min(a, b))],
    [first + 9, zip(type, (a, b) => Math.max(a, b))],
    [first + 10, pick(type, (a, b) => b < a)],
    [first + 11, pick(type, (a, b) => a < b)],
  ];
}

/** pmin, pmax: the second operand where that holds, with all of its bits. */
function pick(type: Float, holds: (a: number, b: number) => boolean): Handler {
  const bits = type === "f32" ? "i32" : "i64";
  return (machine) => {
    const [a, b] = [lanes(machine, type, 2), lanes(machine, type)];
    const [to, from] = [lanes(machine, bits, 2), lanes(machine, bits)];
    for (let i = 0; i < a.length; i++) {
      if (holds(a[i] as number, b[i] as number)) to[i] = from[i] as never;
    }
    machine.stack.top--;
  };
}

export const vectorFloats: [number, Handler][] = [
  [0x267, map("f32", Math.ceil)],
  [0x268, map("f32", Math.floor)],
  [0x269, map("f32", Math.trunc)],
  [0x26a, map("f32", nearest)],
  [0x274, map("f64", Math.ceil)],
  [0x275, map("f64", Math.floor)],
  [0x27a, map("f64", Math.trunc)],
  [0x294, map("f64", nearest)],
  ...arithmetic("f32", 0x2e0),
  ...arithmetic("f64", 0x2ec),
];
