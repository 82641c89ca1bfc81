/** Pointers to scalars and to structs, opaque handles, globals. */
import { koffi } from "@cofferdam/ffi";
import { Union } from "koffi";
import { type Case, call, callWith, type Side } from "./side.js";

const split = "void split_int64(int64_t value, _Out_ int32_t *high, _Out_ uint32_t *low)";

const scalars = [
  call(split, 0x0123456789abcdefn, [null], [null]),
  call(split, -1, [7], [7]),
  call("int increment(_Inout_ int *value)", [41]),
  callWith("int increment(int *value)", () => [Int32Array.of(41)]),
  call("void scale_doubles(_Inout_ double *values, int count, double factor)", [1, 2.5, -3], 3, 2),
  callWith("void scale_doubles(double *values, int count, double factor)", () => [
    Float64Array.of(1, 2.5),
    2,
    0.5,
  ]),
  call("int sum_ints(const int *values, int count)", [1, 2, 3, 4], 4),
  call("int sum_ints(const int *values, int count)", Int32Array.of(5, 6), 2),
  call("int sum_ints(int *values, int count)", null, 0),
  callWith("int sum_ints(void *values, int count)", () => [Buffer.from([1, 0, 0, 0]), 1]),
  call("int sum_bytes(const uint8_t *bytes, int count)", Uint8Array.of(250, 251, 252), 3),
  callWith("int sum_bytes(const uint8_t *bytes, int count)", () => [Buffer.from("Hej"), 3]),
  call("int sum_bytes(const uint8_t *bytes, int count)", [1, 2, 255], 3),
  call("int sum_bytes(const uint8_t *bytes, int count)", new Uint8Array([9, 8]).buffer, 2),
  callWith("int sum_ints(void *values, int count)", () => [koffi.as([3, 4, 5], "int *"), 3]),
];

const buffer = Buffer.alloc(16);
const addresses = [
  call("void *echo_pointer(void *value)", null),
  call("void *echo_pointer(void *value)", 0xdeadn),
  call("void *echo_pointer(void *value)", 4096),
  call("void *echo_pointer(void *value)", 2n ** 64n - 1n),
  callWith("void *echo_pointer(void *value)", () => [buffer]),
  callWith("int *echo_pointer(const uint8_t *value)", () => [buffer]),
];

const structs = [
  call("void fill_ints8(_Out_ Ints8 *out)", {}),
  call("void fill_ints8(_Out_ Ints8 *out)", { a: 1, b: 2, other: "stays" }),
  call("int read_ints8(const Ints8 *in)", { a: 3, b: 4 }),
  call("int read_ints8(const Ints8 *in)", { a: 3 }),
  call("int read_ints8(const Ints8 *in)", null),
  call("void swap_ints8(_Inout_ Ints8 *inout)", { a: 5, b: 6 }),
  callWith("void swap_ints8(Ints8 *inout)", () => [Int32Array.of(5, 6)]),
  call(
    "double sum_pairs(const Ints8 *pairs, int count)",
    [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ],
    2,
  ),
  call("void double_large72_in_place(_Inout_ Large72 *inout)", {
    a: [1, -2, 2n ** 40n, 2n ** 53n],
    x: [0.5, 1.5, 2.5, 3.5],
    b: 7,
    y: 0.25,
  }),
  call("void double_packed(_Inout_ Packed *inout)", { tag: 1, a: 2, b: 3, x: 4.5, y: 5.5 }),
  call("void fill_with_text(_Out_ WithText *out)", {}),
  call("int measure_with_text(const WithText *in)", { id: 100, name: "five!" }),
  call("int measure_with_text(const WithText *in)", { id: 100, name: null }),
];

/** A union of no known member: read as each of them. */
function filledUnion(side: Side): unknown {
  const union = new Union("Number");
  side.func("void fill_number(_Out_ Number *out, float value)")(union, 1.5);
  return [union.f, union.i, union.bytes];
}

function useBox(side: Side): unknown {
  const create = side.func("Box *box_create(int value)");
  const add = side.func("int box_add(Box *box, int amount)");
  const destroy = side.func("void box_destroy(Box *box)");
  const count = side.func("int box_count()");
  const box = create(40);
  const during = [typeof box, add(box, 2), add(box, -1), count()];
  destroy(box);
  destroy(null);
  return [during, count()];
}

function useOpenedBox(side: Side): unknown {
  const out: [bigint | null] = [null];
  const error = side.func("int box_open(_Out_ Box **out, int value)")(out, 7);
  const value = side.func("int box_add(Box *box, int amount)")(out[0], 1);
  side.func("void box_destroy(Box *box)")(out[0]);
  return [error, typeof out[0], value];
}

const handles: Case[] = [
  { title: "an opaque handle: create, use, destroy", run: useBox },
  { title: "an opaque handle from an output argument", run: useOpenedBox },
];

/** Reads a variable, writes it, reads it, puts it back. */
function variable(name: string, type: string, other: unknown): Case {
  return {
    title: `${type} ${name}, set to ${String(other)}`,
    run: (side) => {
      const { get, set } = side.variable(name, type);
      const before = get();
      set(other);
      const after = get();
      set(before);
      return [before, after, get()];
    },
  };
}

const variables: Case[] = [
  variable("global_int", "int", -9),
  variable("global_int64", "int64_t", 2n ** 62n),
  variable("global_int64", "int64_t", 5),
  variable("global_double", "double", -0.125),
  variable("global_bool", "bool", false),
  variable("global_ints", "int [4]", [9, 8, 7, 6]),
  variable("global_struct", "Ints8", { a: -1, b: -2 }),
  {
    title: "const char *global_text",
    run: (side) => side.variable("global_text", "const char *").get(),
  },
  {
    title: "int global_int, set here and read by the library",
    run: (side) => {
      const { get, set } = side.variable("global_int", "int");
      const before = get();
      set(123_456);
      const read = side.func("int read_global_int()")();
      set(before);
      return read;
    },
  },
  {
    title: "an address that symbol() gives",
    run: (side) => [typeof side.symbol("add"), side.decode(side.symbol("global_constant"), "int")],
  },
  {
    title: "an address that symbol() gives, called",
    run: (side) => koffi.decode(side.symbol("add"), koffi.proto("int", ["int", "int"]))(20, 22),
  },
];

export const pointers: Readonly<Record<string, readonly Case[]>> = {
  "pointers to scalars": scalars,
  "addresses as they are": addresses,
  "pointers to structs": structs,
  "a union as output": [{ title: "_Out_ Number *", run: filledUnion }],
  "opaque handles": handles,
  "global variables": variables,
};
