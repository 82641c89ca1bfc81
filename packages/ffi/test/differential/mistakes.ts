/**
 * Calls that koffi refuses: the guarded function refuses them with the same error. Left out: a number member
 * of a struct given as something else. There koffi 3.3.4 itself aborts the process (PushObject in call.cc).
 */
import { koffi } from "@cofferdam/ffi";
import { Union } from "koffi";
import { type Case, refused } from "./side.js";

const otherUnion = koffi.union("OtherUnion", { i: "int32_t" });

const counts = [
  refused("int add(int a, int b)"),
  refused("int add(int a, int b)", 1),
  refused("int many(int, int, int, int, int, int, int, int, int, int)", 1, 2, 3),
  refused("void fill_ints8(_Out_ Ints8 *out)"),
  refused("int sum_variadic(int n, ...)"),
  refused("int sum_variadic(int n, ...)", 1, "int"),
  refused("int sum_variadic(int n, ...)", 1, "no such type", 1),
  refused("int sum_variadic(int n, ...)", 1, 2, 3),
];

const kinds = [
  refused("int add(int a, int b)", 1, "2"),
  refused("int add(int a, int b)", 1, null),
  refused("int add(int a, int b)", undefined, 1),
  refused("int add(int a, int b)", {}, 1),
  refused("int add(int a, int b)", Symbol("1"), 1),
  refused("double dadd(double a, double b)", "1", 2),
  refused("float fadd(float a, float b)", true, 2),
  refused("bool negate_bool(bool value)", 1),
  refused("int64_t echo_int64(int64_t value)", "1"),
  refused("int count_chars(const char *text)", Symbol("text")),
  refused("int count_chars(const char *text)", true),
  refused("int count_chars(str text)", {}),
  refused("int count_units(str16 text)", true),
  refused("int write_text(_Out_ char *out, int size)", "constant", 4),
  refused("void *echo_pointer(void *value)", {}),
  refused("void *echo_pointer(void *value)", [1, 2]),
  refused("void *echo_pointer(void *value)", true),
  refused("int box_add(Box *box, int amount)", {}, 1),
  refused("int box_add(Box *box, int amount)", "box", 1),
];

const structs = [
  refused("double sum_ints8(Ints8 s)", null),
  refused("double sum_ints8(Ints8 s)", 5),
  refused("double sum_ints8(Ints8 s)", "struct"),
  refused("double sum_floats8(Floats8 s)", { x: "1.5", y: 2 }),
  refused("double sum_doubles16(Doubles16 s)", { x: 1, y: null }),
  refused("double sum_nested(Nested s)", { first: 1, second: {} }),
  refused("double sum_nested(Nested s)", { second: { x: 1, y: [], z: 2 } }),
  refused("double sum_large40(Large40 s)", { values: 5 }),
  refused("double sum_large40(Large40 s)", { values: ["one"] }),
  refused("double sum_large40(Large40 s)", { values: "text" }),
  refused("int measure_with_text(const WithText *in)", { id: 1, name: true }),
  refused("void swap_ints8(_Inout_ Ints8 *inout)", "text"),
  refused("void swap_ints8(_Inout_ Ints8 *inout)", Symbol("s")),
  refused("double sum_pairs(const Ints8 *pairs, int count)", [5], 1),
  refused("int32_t number_as_int(Number number)", { i: 1, f: 2 }),
  refused("int32_t number_as_int(Number number)", { other: 1 }),
  refused("int32_t number_as_int(Number number)", {}),
  refused("int32_t number_as_int(Number number)", new Union("Number")),
  refused("int32_t number_as_int(Number number)", new Union(otherUnion)),
  refused("void fill_number(_Out_ Number *out, float value)", {}, 1),
];

const callbacks = [
  refused("int apply(IntToInt *cb, int x)", "not a function", 1),
  refused("int apply(IntToInt *cb, int x)", {}, 1),
  refused("int apply(IntToInt *cb, int x)", () => 1),
  refused("int apply(IntToInt *cb, int x)", () => 1, "x"),
  refused("void *echo_pointer(void *value)", () => {}),
];

export const mistakes: Readonly<Record<string, readonly Case[]>> = {
  "a wrong number of arguments": counts,
  "a wrong kind of argument": kinds,
  "wrong structs and unions": structs,
  "wrong callbacks": callbacks,
};
