/** Aggregates by value, in every class of the ABI: one or two registers of either kind, memory. */
import { Union } from "koffi";
import { type Case, call, type Side } from "./side.js";

const large72 = { a: [1, -2, 3n, 2n ** 53n], x: [0.5, 1.5, -2.5, 3.5], b: 7, y: 0.25 };

const asResult = [
  call("Ints8 make_ints8(int32_t a, int32_t b)", 1, -2),
  call("Floats8 make_floats8(float x, float y)", 1.5, -2.5),
  call("Ints12 make_ints12(int32_t a, int32_t b, int32_t c)", 1, 2, -3),
  call("Floats12 make_floats12(float x, float y, float z)", 1.5, 2.5, -3.5),
  call("Mixed12 make_mixed12(int32_t a, float x, int32_t b)", 1, 2.5, -3),
  call("Ints16 make_ints16(int64_t a, int64_t b)", 2n ** 62n, -1),
  call("Doubles16 make_doubles16(double x, double y)", 0.1, -0.2),
  call("Mixed16 make_mixed16(double x, int64_t a)", 0.1, 2n ** 53n),
  call("Large24 make_large24(int64_t a, double x, int32_t b)", 1, 2.5, 3),
  call("Large40 make_large40(double first)", 10),
  call("Large72 make_large72(int32_t first)", 100),
  call("Nested make_nested(int a, int b, float x, float y, float z)", 1, 2, 3.5, 4.5, 5.5),
  call("Packed make_packed(char tag, int32_t a, int16_t b, double x, double y)", 1, 2, 3, 4.5, 5.5),
  call("WithArrays make_with_arrays(int first)", 7),
  call("WithText make_with_text(int32_t id)", 8),
];

const asArgument = [
  call("double sum_ints8(Ints8 s)", { a: 1, b: 2 }),
  call("double sum_ints8(Ints8 s)", { a: 1 }),
  call("double sum_floats8(Floats8 s)", { x: 1.5, y: 2.5 }),
  call("double sum_ints12(Ints12 s)", { a: 1, b: 2, c: 3 }),
  call("double sum_floats12(Floats12 s)", { x: 1.5, y: 2.5, z: 3.5 }),
  call("double sum_mixed12(Mixed12 s)", { a: 1, x: 2.5, b: 3 }),
  call("double sum_ints16(Ints16 s)", { a: 2n ** 40n, b: 1 }),
  call("double sum_doubles16(Doubles16 s)", { x: 0.1, y: 0.2 }),
  call("double sum_mixed16(Mixed16 s)", { x: 0.1, a: 5 }),
  call("double sum_large24(Large24 s)", { a: 1, x: 2.5, b: 3 }),
  call("double sum_large40(Large40 s)", { values: [1, 2, 3, 4, 5] }),
  call("double sum_large40(Large40 s)", { values: Float64Array.of(1, 2, 3) }),
  call("double sum_large72(Large72 s)", large72),
  call("Large72 double_large72(Large72 s)", large72),
  call("double sum_nested(Nested s)", { first: { a: 1, b: 2 }, second: { x: 3, y: 4, z: 5 } }),
  call("double sum_packed(Packed s)", { tag: 1, a: 2, b: 3, x: 4.5, y: 5.5 }),
  call("int sum_with_arrays(WithArrays s)", { values: [1, 2, 3, 4], name: "four" }),
  call("int sum_with_arrays(WithArrays s)", { values: Int32Array.of(1, 2), name: "é".repeat(20) }),
];

const mix =
  "Large24 mix_structs(int a, Mixed16 b, Large24 c, Floats12 d, double e, Ints16 f, Ints16 g)";

const mixed = [
  call(
    mix,
    3,
    { x: 1.5, a: 4 },
    { a: 5, x: 2.5, b: 6 },
    { x: 1, y: 2, z: 3 },
    0.125,
    { a: 7, b: 8 },
    { a: 9, b: 10 },
  ),
];

/** A union result, read as each of its members. */
function numberFromFloat(side: Side): unknown {
  const number = side.func("Number number_from_float(float value)")(1.5);
  return [number.f, number.i, number.bytes];
}

function wideFromInt(side: Side): unknown {
  const wide = side.func("Wide wide_from_int(int64_t value)")(2n ** 60n);
  return [wide.i, wide.d, wide.bytes, side.func("int64_t wide_as_int(Wide wide)")(wide)];
}

function madeUnion(side: Side): unknown {
  const number = new Union("Number");
  number.f = -2;
  return side.func("int32_t number_as_int(Number number)")(number);
}

function tagged(side: Side): unknown {
  const made = side.func("Tagged make_tagged(int32_t kind, float value)")(3, 1.5);
  return [made.kind, made.number.f, made.number.i];
}

const unions: Case[] = [
  { title: "Number number_from_float(float value)", run: numberFromFloat },
  { title: "Wide wide_from_int(int64_t value), passed on", run: wideFromInt },
  { title: "a koffi.Union as argument", run: madeUnion },
  { title: "a struct with a union as result", run: tagged },
  call("int32_t number_as_int(Number number)", { f: 1.5 }),
  call("int32_t number_as_int(Number number)", { bytes: [1, 2, 3, 4] }),
  call("int64_t wide_as_int(Wide wide)", { d: 1.5 }),
  call("int32_t tagged_as_int(Tagged tagged)", { kind: 1000, number: { i: 23 } }),
];

const enums = [1, 2, 4].map((colour) => call("Colour next_colour(Colour colour)", colour));

export const structs: Readonly<Record<string, readonly Case[]>> = {
  "aggregates as result": asResult,
  "aggregates as argument": asArgument,
  "aggregates that run out of registers": mixed,
  unions,
  enums,
};
