/** Arithmetic on lanes of integers. Results wrap when they are written. */
import type { Handler } from "../../machine/machine.ts";
import { map, zip } from "./lanes.ts";
import { saturate } from "./saturate.ts";

type Small = "i8" | "i16" | "i32";

const absolute = (lane: Small) => map(lane, (a) => Math.abs(a));
const negate = (lane: Small) => map(lane, (a) => -a);
const add = (lane: Small) => zip(lane, (a, b) => a + b);
const subtract = (lane: Small) => zip(lane, (a, b) => a - b);
const multiply = (lane: "i16" | "i32") => zip(lane, (a, b) => Math.imul(a, b));
const minimum = (lane: Small | "u8" | "u16" | "u32") => zip(lane, (a, b) => Math.min(a, b));
const maximum = (lane: Small | "u8" | "u16" | "u32") => zip(lane, (a, b) => Math.max(a, b));
const average = (lane: "u8" | "u16") => zip(lane, (a, b) => (a + b + 1) >> 1);

type Saturating = "i8" | "u8" | "i16" | "u16";
const addSaturated = (lane: Saturating) => zip(lane, (a, b) => saturate(lane, a + b));
const subtractSaturated = (lane: Saturating) => zip(lane, (a, b) => saturate(lane, a - b));

/** (a * b + 2^14) >> 15 */
const q15 = zip("i16", (a, b) => saturate("i16", (a * b + 0x4000) >> 15));

export const vectorIntegers: [number, Handler][] = [
  [0x260, absolute("i8")],
  [0x261, negate("i8")],
  [0x26e, add("i8")],
  [0x26f, addSaturated("i8")],
  [0x270, addSaturated("u8")],
  [0x271, subtract("i8")],
  [0x272, subtractSaturated("i8")],
  [0x273, subtractSaturated("u8")],
  [0x276, minimum("i8")],
  [0x277, minimum("u8")],
  [0x278, maximum("i8")],
  [0x279, maximum("u8")],
  [0x27b, average("u8")],
  [0x280, absolute("i16")],
  [0x281, negate("i16")],
  [0x282, q15],
  [0x28e, add("i16")],
  [0x28f, addSaturated("i16")],
  [0x290, addSaturated("u16")],
  [0x291, subtract("i16")],
  [0x292, subtractSaturated("i16")],
  [0x293, subtractSaturated("u16")],
  [0x295, multiply("i16")],
  [0x296, minimum("i16")],
  [0x297, minimum("u16")],
  [0x298, maximum("i16")],
  [0x299, maximum("u16")],
  [0x29b, average("u16")],
  [0x2a0, absolute("i32")],
  [0x2a1, negate("i32")],
  [0x2ae, add("i32")],
  [0x2b1, subtract("i32")],
  [0x2b5, multiply("i32")],
  [0x2b6, minimum("i32")],
  [0x2b7, minimum("u32")],
  [0x2b8, maximum("i32")],
  [0x2b9, maximum("u32")],
  [0x2c0, map("i64", (a) => (a < 0n ? -a : a))],
  [0x2c1, map("i64", (a) => -a)],
  [0x2ce, zip("i64", (a, b) => a + b)],
  [0x2d1, zip("i64", (a, b) => a - b)],
  [0x2d5, zip("i64", (a, b) => a * b)],
];
