/** From lanes of one width to lanes of another: narrow, extend, extadd, extmul, dot, conversions. */
import type { Handler } from "../../machine/machine.ts";
import { from } from "../shapes.ts";
import { combine, type Lane, reshape } from "./lanes.ts";
import { type Narrow, saturate } from "./saturate.ts";

type Small = "i8" | "u8" | "i16" | "u16" | "i32" | "u32";

function narrow(of: "i16" | "i32", to: Narrow): Handler {
  const half = of === "i16" ? 8 : 4;
  return combine(of, to, (a, b, i) => saturate(to, (i < half ? a[i] : b[i - half]) as number));
}

/** low signed, high signed, low unsigned, high unsigned */
function extend(signed: Small, unsigned: Small, to: Lane, half: number): Handler[] {
  const wide = (value: number) => (to === "i64" ? BigInt(value) : value) as never;
  return [signed, unsigned].flatMap((lane) =>
    [0, half].map((start) => reshape(lane, to, (a, i) => wide(a[start + i] as number))),
  );
}

function multiply(signed: Small, unsigned: Small, to: Lane, half: number): Handler[] {
  const wide = (value: bigint) =>
    (to === "i64" ? value : Number(BigInt.asIntN(32, value))) as never;
  return [signed, unsigned].flatMap((lane) =>
    [0, half].map((start) =>
      combine(lane, to, (a, b, i) => {
        return wide(BigInt(a[start + i] as number) * BigInt(b[start + i] as number));
      }),
    ),
  );
}

function addPairs(of: Small, to: "i16" | "i32"): Handler {
  return reshape(of, to, (a, i) => (a[2 * i] as number) + (a[2 * i + 1] as number));
}

const dot = combine("i16", "i32", (a, b, i) => {
  const product = (at: number) => (a[at] as number) * (b[at] as number);
  return product(2 * i) + product(2 * i + 1);
});

/** Lanes that have no source are zero. */
function convert(of: "i32" | "u32" | "f32" | "f64", to: Lane): Handler {
  return reshape(of, to, (a, i) => (a[i] ?? 0) as never);
}

function truncate(of: "f32" | "f64", to: "i32" | "u32"): Handler {
  return reshape(of, to, (a, i) => saturate(to, a[i] ?? 0));
}

export const widths: [number, Handler][] = [
  ...from(0x25e, [convert("f64", "f32"), convert("f32", "f64")]),
  ...from(0x265, [narrow("i16", "i8"), narrow("i16", "u8")]),
  ...from(0x285, [narrow("i32", "i16"), narrow("i32", "u16")]),
  ...from(0x287, extend("i8", "u8", "i16", 8)),
  ...from(0x2a7, extend("i16", "u16", "i32", 4)),
  ...from(0x2c7, extend("i32", "u32", "i64", 2)),
  ...from(0x27c, [addPairs("i8", "i16"), addPairs("u8", "i16")]),
  ...from(0x27e, [addPairs("i16", "i32"), addPairs("u16", "i32")]),
  ...from(0x29c, multiply("i8", "u8", "i16", 8)),
  ...from(0x2bc, multiply("i16", "u16", "i32", 4)),
  ...from(0x2dc, multiply("i32", "u32", "i64", 2)),
  [0x2ba, dot],
  ...from(0x2f8, [truncate("f32", "i32"), truncate("f32", "u32")]),
  ...from(0x2fa, [convert("i32", "f32"), convert("u32", "f32")]),
  ...from(0x2fc, [truncate("f64", "i32"), truncate("f64", "u32")]),
  ...from(0x2fe, [convert("i32", "f64"), convert("u32", "f64")]),
];
