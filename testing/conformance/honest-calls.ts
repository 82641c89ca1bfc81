/** Honest calls, each with the outcome it has with no layer at all. */
import "./honest-types.ts";
import type { Callable } from "./guests.ts";

export interface HonestCall {
  readonly title: string;
  readonly run: (guest: Callable) => unknown;
  readonly value: unknown;
}

const twenty = Array.from({ length: 20 }, (_, index) => index + 1);

export const honestCalls: readonly HonestCall[] = [
  simple("returns nothing", "void nop(void)", [], undefined),
  simple("adds integers", "int add(int a, int b)", [2, -5], -3),
  simple("adds doubles", "double dadd(double a, double b)", [0.1, 0.2], 0.30000000000000004),
  simple("adds floats", "float fadd(float a, float b)", [0.5, 0.25], 0.75),
  simple("keeps a denormal", "double echo_double(double value)", [5e-324], 5e-324),
  simple("keeps the smallest int8", "int8_t echo_int8(int8_t value)", [-128], -128),
  simple("keeps the largest uint32", "uint32_t echo_uint32(uint32_t v)", [4294967295], 4294967295),
  simple("keeps 64 bits", "int64_t echo_int64(int64_t value)", [-(2n ** 63n)], -(2n ** 63n)),
  simple("negates a bool", "bool negate_bool(bool value)", [true], false),
  simple(
    "takes arguments on the stack",
    `double sum_stack_args(${twenty.map((n) => (n % 2 ? "int" : "double")).join(", ")})`.replace(
      "double sum",
      "int sum",
    ),
    twenty,
    2870,
  ),
  {
    title: "takes variadic arguments",
    run: (guest) => guest.func("int sum_variadic(int n, ...)")(3, "int", 1, "int", 2, "int", 39),
    value: 42,
  },
  simple("reads text", "int count_chars(const char *text)", ["crème"], 6),
  simple("reads a null text", "int count_chars(const char *text)", [null], -1),
  simple("returns text", "const char *static_text(void)", [], "cofferdam"),
  simple("returns wide text", "const char16_t *static_text16(void)", [], "coffer\u00addam"),
  simple("returns no text", "const char *null_text(void)", [], null),
  simple("returns text to be freed", "char *! copy_text(const char *text)", ["dam"], "dam"),
  {
    title: "writes text into a buffer",
    run(guest) {
      const buffer = Buffer.alloc(6);
      const length = guest.func("int write_text(_Out_ uint8_t *out, int size)")(buffer, 6);
      return [length, buffer.toString("latin1")];
    },
    value: [9, "coffe\0"],
  },
  {
    title: "fills output parameters",
    run(guest) {
      const [high, low] = [[0], [0]];
      guest.func("void split_int64(int64_t v, _Out_ int32_t *high, _Out_ uint32_t *low)")(
        -(2n ** 33n) + 5n,
        high,
        low,
      );
      return [high, low];
    },
    value: [[-2], [5]],
  },
  {
    title: "changes what it is lent",
    run(guest) {
      const values = [1.5, 2.5, -3];
      guest.func("void scale_doubles(_Inout_ double *values, int count, double factor)")(
        values,
        3,
        2,
      );
      return values;
    },
    value: [3, 5, -6],
  },
  simple("reads an array", "int sum_ints(const int *values, int count)", [[1, 2, 39], 3], 42),
  simple("reads a buffer", "int sum_bytes(uint8_t *b, int n)", [Buffer.from([250, 5]), 2], 255),
  simple("returns a small struct", "Ints8 make_ints8(int32_t a, int32_t b)", [1, 2], {
    a: 1,
    b: 2,
  }),
  simple("returns a struct of two classes", "Mixed16 make_mixed16(double x, int64_t a)", [0.5, 7], {
    x: 0.5,
    a: 7,
  }),
  simple(
    "returns a struct in memory",
    "Large24 make_large24(int64_t a, double x, int32_t b)",
    [1, 2.5, 3],
    {
      a: 1,
      x: 2.5,
      b: 3,
    },
  ),
  {
    title: "returns a struct with arrays",
    run: (guest) => plain(guest.func("Large72 make_large72(int32_t first)")(1)),
    value: { a: [1n, 2n, 3n, 4n], x: [5, 6, 7, 8], b: 9, y: 10 },
  },
  simple(
    "takes structs in registers and on the stack",
    "Large24 mix_structs(int a, Mixed16 b, Large24 c, Floats12 d, double e, Ints16 f, Ints16 g)",
    [
      1,
      { x: 0.5, a: 2 },
      { a: 3, x: 0.25, b: 4 },
      { x: 1, y: 2, z: 3 },
      0.125,
      { a: 5, b: 6 },
      { a: 7, b: 8 },
    ],
    { a: 5, x: 1 + 5 + 21.75 + 24 + 0.625 + 66 + 105, b: 1 },
  ),
  {
    title: "fills a struct",
    run(guest) {
      const filled = {};
      guest.func("void fill_ints8(_Out_ Ints8 *out)")(filled);
      return filled;
    },
    value: { a: 7, b: 8 },
  },
  {
    title: "changes a struct",
    run(guest) {
      const pair = { a: 1, b: 2 };
      guest.func("void swap_ints8(_Inout_ Ints8 *inout)")(pair);
      return pair;
    },
    value: { a: 2, b: 1 },
  },
  simple(
    "returns nested structs",
    "Nested make_nested(int a, int b, float x, float y, float z)",
    [1, 2, 3, 4, 5],
    {
      first: { a: 1, b: 2 },
      second: { x: 3, y: 4, z: 5 },
    },
  ),
  simple("returns a struct with text", "WithText make_with_text(int32_t id)", [3], {
    id: 3,
    name: "cofferdam",
  }),
  simple("takes a union", "int32_t number_as_int(Number number)", [{ f: 1 }], 0x3f800000),
  {
    title: "keeps an opaque handle",
    run(guest) {
      const box = guest.func("Box *box_create(int value)")(40);
      const value = guest.func("int box_add(Box *box, int amount)")(box, 2);
      guest.func("void box_destroy(Box *box)")(box);
      return [value, guest.func("int box_count(void)")()];
    },
    value: [42, 0],
  },
  {
    title: "sets errno",
    run(guest) {
      const result = guest.func("int set_errno(int value)")(33);
      return [result, guest.errno()];
    },
    value: [-1, 33],
  },
  simple("uses 512 KiB of stack", "int use_stack(int bytes)", [512 * 1024], 65530900),
  simple("recurses", "int recurse(int depth)", [5000], 5000),
];

/** One call, its value compared as it is. */
function simple(title: string, prototype: string, args: unknown[], value: unknown): HonestCall {
  return { title, run: (guest) => guest.func(prototype)(...args), value };
}

/** Typed arrays as arrays. */
function plain(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value,
    ]),
  );
}
