/** Host functions that a library calls: passed directly, registered, nested, throwing. */
import { inspect } from "node:util";
import { type Callback, type Case, registered, type Side } from "./side.js";

type Call = (callback: Callback | bigint, value: unknown) => unknown;

/** `name(callback, value)`: compared are the result and what the callback was given. */
function applied(name: keyof typeof protoOf, callback: Callback, value: unknown): Case[] {
  const { proto, result, parameter } = protoOf[name];
  const calling = (cb: string, pass: (call: Call, side: Side, spy: Callback) => unknown) => {
    return (side: Side) => {
      const given: unknown[] = [];
      const spy = (...args: never[]) => {
        given.push(...args);
        return callback(...args);
      };
      const call = side.func(`${result} ${name}(${cb}callback, ${parameter} x)`);
      return { result: pass(call, side, spy), given };
    };
  };
  const direct = (call: Call, _side: Side, spy: Callback) => call(spy, value);
  const byPointer = (call: Call, side: Side, spy: Callback) =>
    registered(side, spy, proto, (pointer) => call(pointer, value));
  const shown = `${name}(callback, ${inspect(value)})`;
  return [
    { title: `${shown}, passed directly`, run: calling(`${proto} *`, direct) },
    { title: `${shown}, registered`, run: calling(`${proto} *`, byPointer) },
    { title: `${shown}, registered, as a mere pointer`, run: calling("void *", byPointer) },
  ];
}

const protoOf = {
  apply: { proto: "IntToInt", result: "int", parameter: "int" },
  apply_bool: { proto: "BoolToBool", result: "bool", parameter: "bool" },
  apply_int64: { proto: "Int64ToInt64", result: "int64_t", parameter: "int64_t" },
  apply_float: { proto: "FloatToFloat", result: "float", parameter: "float" },
  apply_double: { proto: "DoubleToDouble", result: "double", parameter: "double" },
  apply_pointer: { proto: "PointerToPointer", result: "void *", parameter: "void *" },
  apply_text: { proto: "TextToText", result: "int", parameter: "const char *" },
  apply_mixed16: { proto: "Mixed16ToMixed16", result: "Mixed16", parameter: "Mixed16" },
};

const types = [
  ...applied("apply", (x: number) => x * 2, 21),
  ...applied("apply", () => -(2 ** 31), 0),
  ...applied("apply_bool", (x: boolean) => !x, false),
  ...applied("apply_int64", (x: bigint) => x + 1n, 2n ** 60n),
  ...applied("apply_int64", (x: number) => x + 1, 5),
  ...applied("apply_float", (x: number) => x * 0.1, 1.5),
  ...applied("apply_double", (x: number) => x * 0.1, 1.5),
  ...applied("apply_pointer", (x: bigint) => x + 8n, 4096n),
  ...applied("apply_pointer", () => null, null),
  ...applied("apply_text", (x: string) => `${x} and more: é`, "some"),
  ...applied("apply_text", () => null, null),
  ...applied("apply_mixed16", ({ x, a }: { x: number; a: number }) => ({ x: x * 2, a: a * 3 }), {
    x: 1.5,
    a: 7,
  }),
];

function many(pass: (side: Side, callback: Callback) => unknown) {
  return (side: Side) => {
    const given: unknown[] = [];
    const result = pass(side, (...args: never[]) => {
      given.push(...args);
      return args.reduce((sum, value, index) => sum + value * (index + 1), 0);
    });
    return { result, given };
  };
}

type Large = Readonly<Record<"a" | "x" | "b", number>>;

const structOf =
  (side: Side) =>
  (large: Large, pointer: bigint): object => {
    const { a, b } = side.decode(pointer, "Ints8") as Large;
    return { a: large.a + a, x: large.x * 2, b: large.b + b };
  };

const shapes: Case[] = [
  {
    title: "twenty arguments, more than the registers hold",
    run: many((side, spy) => side.func("double apply_many(ManyArgs *cb, int first)")(spy, 5)),
  },
  {
    title: "twenty arguments, registered",
    run: many((side, spy) =>
      registered(side, spy, "ManyArgs", (pointer) =>
        side.func("double apply_many(void *cb, int first)")(pointer, 5),
      ),
    ),
  },
  {
    title: "a struct in memory, as argument and result",
    run: (side) =>
      side.func("Large24 apply_struct(StructCallback *cb, int64_t a, double x)")(
        structOf(side),
        1,
        2.5,
      ),
  },
  {
    title: "a struct in memory, as argument and result, registered",
    run: (side) =>
      registered(side, structOf(side), "StructCallback", (pointer) =>
        side.func("Large24 apply_struct(void *cb, int64_t a, double x)")(pointer, 2n ** 40n, 0.5),
      ),
  },
  {
    title: "a callback pointer in a struct by reference",
    run: (side) =>
      side.func("int run_handler(const Handler *handler, int x)")(
        { base: 100, transform: (x: number) => x * 3 },
        5,
      ),
  },
  {
    title: "a callback pointer in a struct by value",
    run: (side) =>
      side.func("int run_handler_by_value(Handler handler, int x)")(
        { base: 100, transform: (x: number) => x * 3 },
        6,
      ),
  },
  {
    title: "a registered callback pointer in a struct by value",
    run: (side) =>
      registered(
        side,
        (x: number) => x * 3,
        "IntToInt",
        (transform) =>
          side.func("int run_handler_by_value(Handler handler, int x)")({ base: 1, transform }, 7),
      ),
  },
];

const orderIn =
  (side: Side): Callback =>
  (a: bigint, b: bigint) =>
    Number(side.decode(a, "int")) - Number(side.decode(b, "int"));

function sorted(prototype: string, how: "passed" | "registered") {
  return (side: Side) => {
    const values = [5, -3, 9, 0, 9, 2_000_000_000, -7];
    const sort = side.func(prototype);
    const order = orderIn(side);
    if (how === "passed") sort(values, values.length, order);
    else registered(side, order, "Compare", (pointer) => sort(values, values.length, pointer));
    return values;
  };
}

function visited(side: Side): unknown {
  const visit = side.func("int visit_words(const char *text, VisitWord *cb, void *user)");
  const words: unknown[] = [];
  const count = visit("the words of a text", (...args: never[]) => words.push(...args), 77n);
  return [count, words];
}

const often: Case[] = [
  {
    title: "a comparison for a sort of the library's own",
    run: sorted("void sort_ints(_Inout_ int *values, int count, CompareInts *cmp)", "passed"),
  },
  {
    title: "a comparison for qsort(3)",
    run: sorted("void qsort_ints(_Inout_ int *values, int count, Compare *cmp)", "passed"),
  },
  {
    title: "a registered comparison for qsort(3)",
    run: sorted("void qsort_ints(_Inout_ int *values, int count, void *cmp)", "registered"),
  },
  { title: "a visitor with user data", run: visited },
  {
    title: "one call in every frame of a recursion",
    run: (side) => {
      const depths: number[] = [];
      const callback = (depth: number) => depths.push(depth) && depth;
      return [side.func("int descend(IntToInt *cb, int depth)")(callback, 100), depths];
    },
  },
];

function kept(side: Side): unknown {
  const set = side.func("void set_callback(IntToInt *cb)");
  const run = side.func("int run_callback(int x)");
  const before = run(1);
  const during = registered(
    side,
    (x: number) => x + 1000,
    "IntToInt",
    (pointer) => {
      set(pointer);
      return [run(1), run(2)];
    },
  );
  set(null);
  return [before, during, run(3)];
}

const later: Case[] = [{ title: "a function that the library keeps", run: kept }];

export const callbacks: Readonly<Record<string, readonly Case[]>> = {
  "callbacks of every type": types,
  "callbacks of every shape": shapes,
  "callbacks that are called often": often,
  "callbacks that are called later": later,
};
