/** Vectors as bits: logic, shifts, tests of all lanes. */
import type { Handler } from "../../machine/machine.ts";
import { bits } from "../i32.ts";
import { type Lane, lanes, map, type Value, zip } from "./lanes.ts";

const select: Handler = (machine) => {
  const [a, b, mask] = [3, 2, 1].map((below) => lanes(machine, "u32", below));
  if (!a || !b || !mask) return;
  for (let i = 0; i < 4; i++) {
    const [m, first, second] = [mask[i] as number, a[i] as number, b[i] as number];
    a[i] = (first & m) | (second & ~m);
  }
  machine.stack.top -= 2;
};

const anyTrue: Handler = (machine) => {
  const any = Array.from(lanes(machine, "u32")).some((lane) => lane !== 0);
  machine.stack.top--;
  machine.stack.pushI32(any ? 1 : 0);
};

function allTrue(lane: Lane): Handler {
  return (machine) => {
    const all = Array.from(lanes(machine, lane) as ArrayLike<unknown>).every(
      (value) => Number(value) !== 0,
    );
    machine.stack.top--;
    machine.stack.pushI32(all ? 1 : 0);
  };
}

function bitmask(lane: Lane): Handler {
  return (machine) => {
    const values = Array.from(lanes(machine, lane) as ArrayLike<number | bigint>);
    machine.stack.top--;
    machine.stack.pushI32(
      values.reduce((mask: number, value, i) => mask | (value < 0 ? 1 << i : 0), 0),
    );
  };
}

/** The distance is taken modulo the width of a lane. */
function shift<L extends Lane>(
  lane: L,
  width: number,
  apply: (a: Value<L>, by: Value<L>) => Value<L>,
): Handler {
  const isBig = lane === "i64" || lane === "u64";
  return (machine, instruction) => {
    const distance = machine.stack.popI32() & (width - 1);
    const by = (isBig ? BigInt(distance) : distance) as Value<L>;
    map(lane, (a) => apply(a, by))(machine, instruction);
  };
}

function shifts(
  signed: "i8" | "i16" | "i32",
  unsigned: "u8" | "u16" | "u32",
  width: number,
): Handler[] {
  return [
    shift(signed, width, (a, by) => a << by),
    shift(signed, width, (a, by) => a >> by),
    shift(unsigned, width, (a, by) => a >>> by),
  ];
}

function at(first: number, handlers: readonly Handler[]): [number, Handler][] {
  return handlers.map((handler, i) => [first + i, handler]);
}

export const vectorBits: [number, Handler][] = [
  ...at(0x24d, [
    map("u32", (a) => ~a),
    zip("u32", (a, b) => a & b),
    zip("u32", (a, b) => a & ~b),
    zip("u32", (a, b) => a | b),
    zip("u32", (a, b) => a ^ b),
    select,
    anyTrue,
  ]),
  [0x262, map("u8", (a) => bits(BigInt(a)))],
  ...(["i8", "i16", "i32", "i64"] as const).flatMap((lane, i) =>
    at(0x263 + i * 0x20, [allTrue(lane), bitmask(lane)]),
  ),
  ...at(0x26b, shifts("i8", "u8", 8)),
  ...at(0x28b, shifts("i16", "u16", 16)),
  ...at(0x2ab, shifts("i32", "u32", 32)),
  ...at(0x2cb, [
    shift("i64", 64, (a, by) => a << by),
    shift("i64", 64, (a, by) => a >> by),
    shift("u64", 64, (a, by) => a >> by),
  ]),
];
