import { koffi } from "@cofferdam/ffi";
import { describe, expect, it } from "vitest";
import { coded, crossed } from "./coded.js";

const libc = koffi.load(null);
koffi.struct("WireDiv", { quot: "int", rem: "int" });
koffi.struct("WireTime", { sec: "int64_t", usec: "int64_t" });

const functions = {
  abs: libc.func("int abs(int n)"),
  strlen: libc.func("size_t strlen(const char *text)"),
  memcmp: libc.func("int memcmp(const void *a, const void *b, size_t n)"),
  div: libc.func("WireDiv div(int a, int b)"),
  ldexp: libc.func("double ldexp(double x, int exp)"),
  timercmp: libc.func("int memcmp(const WireTime *a, const WireTime *b, size_t n)"),
};

/** Anything that koffi may be given, where it fits and where it does not. */
const anything = [
  5,
  -0,
  1.5,
  2 ** 31,
  Number.NaN,
  7n,
  -(2n ** 64n),
  "text",
  "h\u00e9\0llo",
  "\ud800",
  null,
  undefined,
  true,
  [],
  [1, 2],
  ["text"],
  [null],
  {},
  { sec: 1, usec: 2 },
  { sec: 1 },
  Buffer.from("abc\0"),
  new Uint16Array(4),
  new Float64Array(2),
  new DataView(new ArrayBuffer(8)),
  new ArrayBuffer(8),
];

/** What koffi does, with what it says where it refuses. */
function outcome(name: keyof typeof functions, args: readonly unknown[]): unknown {
  try {
    return { value: functions[name](...args) };
  } catch (error) {
    return { error };
  }
}

describe("koffi, given values that crossed", () => {
  const rows = anything.flatMap((value) => [
    ["abs", [value]] as const,
    ["ldexp", [value, 1]] as const,
    ["div", [value, 3]] as const,
    ["abs", [value, value]] as const,
  ]);

  it.each(rows)("does and says the same: %s of %o", (name, args) => {
    expect(outcome(name, coded(args).received.values)).toStrictEqual(outcome(name, args));
  });

  const pointers = anything.filter(
    (value) => typeof value !== "bigint" && typeof value !== "number",
  );

  it.each(pointers)("does and says the same for a pointer: %o", (value) => {
    if (value === null || value === undefined) return; // the C library reads it
    const there = coded([value]).received.values[0];
    for (const name of ["memcmp", "timercmp"] as const) {
      expect(outcome(name, [there, there, 0])).toStrictEqual(outcome(name, [value, value, 0]));
    }
  });

  it.each(["", "text", "h\u00e9llo", "\ud800", "a\0b"])("finds the same text: %j", (text) => {
    expect(outcome("strlen", [crossed(text)])).toStrictEqual(outcome("strlen", [text]));
  });

  it("gives results, and refusals, that are the same here", () => {
    expect(crossed(functions.div(7, 2))).toStrictEqual({ quot: 3, rem: 1 });
    const { error } = outcome("abs", ["x"]) as { error: Error };
    expect(crossed(error)).toStrictEqual(error);
    expect(crossed(error)).toBeInstanceOf(TypeError);
  });
});
