/** Constants, shuffles, splats and single lanes. */
import type { Handler, Machine } from "../../machine/machine.ts";
import { combine, type Lane, lanes, type Value } from "./lanes.ts";

function pop(machine: Machine, lane: Lane): number | bigint {
  const { stack } = machine;
  if (lane === "i64") return stack.popI64();
  if (lane === "f32") return stack.popF32();
  return lane === "f64" ? stack.popF64() : stack.popI32();
}

function splat(lane: Lane): Handler {
  return (machine) => {
    const value = pop(machine, lane) as never;
    machine.stack.top++;
    const result = lanes(machine, lane);
    for (let i = 0; i < result.length; i++) result[i] = value;
  };
}

/** Bits are moved, not numbers: those of a NaN stay. */
function extract(lane: "i8" | "u8" | "i16" | "u16" | "i32" | "i64"): Handler {
  return (machine, { x }) => {
    const value = lanes(machine, lane)[x];
    machine.stack.top--;
    if (typeof value === "bigint") machine.stack.pushI64(value);
    else machine.stack.pushI32(value as number);
  };
}

function replace(lane: "i8" | "i16" | "i32" | "i64"): Handler {
  return (machine, { x }) => {
    const value = pop(machine, lane) as Value<typeof lane>;
    (lanes(machine, lane) as Record<number, unknown>)[x] = value;
  };
}

export const laneAccess: [number, Handler][] = [
  [
    0x20c,
    ({ stack }, { bytes }) => stack.pushSlots(new Int32Array((bytes as Uint8Array).slice().buffer)),
  ],
  [
    0x20d,
    (machine, instruction) => {
      const indices = instruction.bytes as Uint8Array;
      const pick = combine("u8", "u8", (a, b, i) => [...a, ...b][indices[i] as number] as number);
      pick(machine, instruction);
    },
  ],
  [0x20e, combine("u8", "u8", (a, b, i) => a[b[i] as number] ?? 0)],
  [0x20f, splat("i8")],
  [0x210, splat("i16")],
  [0x211, splat("i32")],
  [0x212, splat("i64")],
  [0x213, splat("i32")],
  [0x214, splat("i64")],
  [0x215, extract("i8")],
  [0x216, extract("u8")],
  [0x217, replace("i8")],
  [0x218, extract("i16")],
  [0x219, extract("u16")],
  [0x21a, replace("i16")],
  [0x21b, extract("i32")],
  [0x21c, replace("i32")],
  [0x21d, extract("i64")],
  [0x21e, replace("i64")],
  [0x21f, extract("i32")],
  [0x220, replace("i32")],
  [0x221, extract("i64")],
  [0x222, replace("i64")],
];
