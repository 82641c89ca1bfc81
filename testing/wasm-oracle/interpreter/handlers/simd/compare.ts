/** Comparisons of lanes: eq, ne, lt, gt, le, ge, signed and unsigned in turn. */
import type { Handler } from "../../machine/machine.ts";
import { from } from "../shapes.ts";
import { type Lane, test, type Value } from "./lanes.ts";

type Order = <L extends Lane>(lane: L) => Handler;

const equal: Order = (lane) => test(lane, (a, b) => a === b);
const differ: Order = (lane) => test(lane, (a, b) => a !== b);
const less: Order = (lane) => test(lane, (a: Value<typeof lane>, b) => a < b);
const more: Order = (lane) => test(lane, (a: Value<typeof lane>, b) => a > b);
const most: Order = (lane) => test(lane, (a: Value<typeof lane>, b) => a <= b);
const least: Order = (lane) => test(lane, (a: Value<typeof lane>, b) => a >= b);

function integers(signed: Lane, unsigned: Lane): Handler[] {
  const orders = [less, more, most, least].flatMap((order) => [order(signed), order(unsigned)]);
  return [equal(signed), differ(signed), ...orders];
}

const all: readonly Order[] = [equal, differ, less, more, most, least];

export const compare = [
  ...from(0x223, [
    ...integers("i8", "u8"),
    ...integers("i16", "u16"),
    ...integers("i32", "u32"),
    ...all.map((order) => order("f32")),
    ...all.map((order) => order("f64")),
  ]),
  ...from(
    0x2d6,
    all.map((order) => order("i64")),
  ),
];
