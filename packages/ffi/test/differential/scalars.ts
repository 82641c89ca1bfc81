/** Numbers, booleans and characters, in registers and on the stack. */
import { type Case, call } from "./side.js";

const sizes: readonly [type: string, name: string, ...values: (number | bigint)[]][] = [
  ["int8_t", "int8", 0, 1, -1, 127, -128],
  ["uint8_t", "uint8", 0, 255],
  ["int16_t", "int16", 0, -1, 32_767, -32_768],
  ["uint16_t", "uint16", 0, 65_535],
  ["int32_t", "int32", 0, -1, 2_147_483_647, -2_147_483_648],
  ["uint32_t", "uint32", 0, 4_294_967_295],
  ["int64_t", "int64", 0, -1, 2 ** 53 - 1, 2 ** 53, -(2 ** 53) + 1, -(2 ** 53), 2 ** 62],
  ["int64_t", "int64", 0n, -1n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)],
  ["uint64_t", "uint64", 0, 2 ** 53 - 1, 2 ** 53, 0n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 64n - 1n],
  ["char", "char", 0, 65, -128],
  ["short", "short", -32_768, 32_767],
  ["long", "long", -1, 2 ** 40, -(2n ** 63n)],
  ["unsigned long", "ulong", 2 ** 40, 2n ** 64n - 1n],
  ["long long", "longlong", -(2 ** 40), 2n ** 63n - 1n],
  ["size_t", "size", 0, 2n ** 64n - 1n],
  ["intptr_t", "intptr", -1, 2n ** 63n - 1n],
  ["float", "float", 0, -0, 0.1, 1.5, 3.4e38, 1e-45, Infinity, -Infinity, Number.NaN],
  ["double", "double", 0, -0, 0.1, Number.MAX_VALUE, 5e-324, Infinity, -Infinity, Number.NaN],
];

const echoes = sizes.flatMap(([type, name, ...values]) =>
  values.map((value) => call(`${type} echo_${name}(${type} value)`, value)),
);

/** Numbers that do not fit: whatever koffi makes of them. */
const misfits = [
  call("int8_t echo_int8(int8_t value)", 300),
  call("uint8_t echo_uint8(uint8_t value)", -1),
  call("uint16_t echo_uint16(uint16_t value)", 65_536),
  call("int32_t echo_int32(int32_t value)", 2 ** 31),
  call("int32_t echo_int32(int32_t value)", 1.9),
  call("int32_t echo_int32(int32_t value)", 2n ** 40n + 7n),
  call("int32_t echo_int32(int32_t value)", Number.NaN),
  call("uint32_t echo_uint32(uint32_t value)", -1),
  call("int64_t echo_int64(int64_t value)", 2n ** 64n + 5n),
  call("uint64_t echo_uint64(uint64_t value)", -1n),
  call("uint64_t echo_uint64(uint64_t value)", 1e30),
  call("float echo_float(float value)", 1e300),
  call("double echo_double(double value)", 3n),
];

const booleans = [
  call("bool echo_bool(bool value)", true),
  call("bool negate_bool(bool value)", true),
  call("bool negate_bool(bool value)", false),
];

/** Other byte order than the machine's. */
const swapped = [
  call("int16_be echo_int16(int16_be value)", -2),
  call("uint32_be_t echo_uint32(uint32_be_t value)", 0x01020304),
  call("uint32_t echo_uint32(uint32_be_t value)", 0x01020304),
  call("int64_be echo_int64(int64_be value)", 0x0102030405060708n),
];

const integers = Array.from({ length: 10 }, (_, index) => 3 ** index);
const mixed = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? index + 1 : index + 1.5));
const mixedTypes = mixed.map((_, index) => (index % 2 === 0 ? "int" : "double")).join(", ");

const several = [
  call("void nop()"),
  call("void nop(void)"),
  call("int add(int a, int b)", 2, 3),
  call("int add(int a, int b)", 2, 3, "one argument too many"),
  call("int __cdecl add(int a, int b)", -5, 3),
  call("double dadd(double a, double b)", 0.1, 0.2),
  call("float fadd(float a, float b)", 0.1, 0.2),
  call("int64_t add_int64(int64_t a, int64_t b)", 2 ** 52, 2n ** 52n),
  call("uint64_t add_uint64(uint64_t a, uint64_t b)", 2n ** 63n, 2n ** 63n - 1n),
  call("int many(int, int, int, int, int, int, int, int, int, int)", ...integers),
  call(`int sum_stack_args(${mixedTypes})`, ...mixed),
];

const variadic = [
  call("int sum_variadic(int n, ...)", 0),
  call("int sum_variadic(int n, ...)", 1, "int", 7),
  call("int sum_variadic(int n, ...)", 9, ...integers.slice(1).flatMap((value) => ["int", value])),
  call("double sum_variadic_doubles(int n, ...)", 2, "double", 0.5, "double", 0.25),
  call(
    "double sum_variadic_doubles(int n, ...)",
    14,
    ...Array.from({ length: 14 }, (_, index) => ["double", 1.5 ** index]).flat(),
  ),
  call(
    "double sum_variadic_kinds(const char *kinds, ...)",
    "idsl",
    ...["int", -3, "double", 2.5, "const char *", "four", "long long", 2n ** 40n],
  ),
  call(
    "double sum_variadic_kinds(const char *kinds, ...)",
    "isd".repeat(9),
    ...Array.from({ length: 9 }, (_, n) => [
      "int",
      n,
      "str",
      "é".repeat(n),
      "double",
      n / 4,
    ]).flat(),
  ),
];

export const scalars: Readonly<Record<string, readonly Case[]>> = {
  "numbers of every size": echoes,
  "numbers that do not fit": misfits,
  booleans,
  "the other byte order": swapped,
  "several arguments": several,
  "variadic functions": variadic,
};
