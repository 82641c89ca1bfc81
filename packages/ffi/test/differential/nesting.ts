/** Calls inside of callbacks inside of calls, and exceptions on their way out. */
import { koffi } from "@cofferdam/ffi";
import { type Callback, type Case, registered, type Side } from "./side.js";

type IntToInt = (x: number) => unknown;
type Apply = (callback: IntToInt, x: number) => number;

const direct = (side: Side): Apply => side.func("int apply(IntToInt *callback, int x)");

/** The same with registered callbacks, which need not run in place. */
const pointed =
  (side: Side): Apply =>
  (callback, x) =>
    registered(side, callback as Callback, "IntToInt", (pointer) =>
      side.func("int apply(void *callback, int x)")(pointer, x),
    );

/** Native, JavaScript, native, … as deep as `depth`. */
function recursion(apply: Apply, depth: number): number {
  const again = (x: number): number => (x === 0 ? 0 : apply(again, x - 1) + 1);
  return again(depth);
}

function everyKind(side: Side, apply: Apply): unknown {
  const add = side.func("int add(int a, int b)");
  const large = side.func("Large24 make_large24(int64_t a, double x, int32_t b)");
  const chars = side.func("int count_chars(const char *text)");
  const sum = side.func("double sum_variadic_doubles(int n, ...)");
  const results: unknown[] = [];
  const callback = (x: number) => {
    results.push(large(x, 1.5, 2), sum(2, "double", x, "double", 0.5), chars("four"));
    return add(
      x,
      apply((y) => add(y, 1), x),
    );
  };
  return [apply(callback, 20), results];
}

/** What came of a call: the very object that was thrown, or the result. */
function attempt(run: () => unknown, known?: unknown): unknown {
  try {
    return { value: run() };
  } catch (error) {
    return { thrown: error, known: error === known };
  }
}

const failure = new RangeError("thrown by a callback");
const fail = () => {
  throw failure;
};

function thrownThrough(apply: Apply): unknown {
  return attempt(() => apply((x) => apply((y) => apply(fail, y), x), 1), failure);
}

function caughtHalfway(apply: Apply): unknown {
  const careful = (x: number) => {
    const inner = attempt(() => apply(fail, x), failure) as { known: boolean };
    return inner.known ? 41 : 0;
  };
  return attempt(() => apply(careful, 1) + 1);
}

function finallyRuns(apply: Apply): unknown {
  const log: string[] = [];
  const tidy = (x: number) => {
    try {
      return apply(fail, x);
    } finally {
      log.push("tidied");
    }
  };
  return [attempt(() => apply(tidy, 1), failure), log];
}

/** The guest does not look at errors: it calls on. */
function guestContinues(side: Side): unknown {
  const twice = side.func("int apply_twice(IntToInt *first, IntToInt *second, int x)");
  const called: string[] = [];
  const first = () => {
    called.push("first");
    throw failure;
  };
  const second = (x: number) => called.push("second") + x;
  return [
    attempt(() => twice(first, second, 1), failure),
    attempt(() => twice(second, first, 1), failure),
    called,
  ];
}

/** What is thrown is passed on as it is, also when the call has output arguments. */
function outputStays(side: Side): unknown {
  const values = [3, 1, 2];
  const sort = side.func("void qsort_ints(_Inout_ int *values, int count, Compare *cmp)");
  return [attempt(() => sort(values, 3, fail), failure), values];
}

function afterwards(side: Side, apply: Apply): unknown {
  const log = [1, "text", undefined, null, failure].map((value) =>
    attempt(
      () =>
        apply(() => {
          throw value;
        }, 1),
      value,
    ),
  );
  return [log, apply((x) => x + 1, 1), side.func("int add(int a, int b)")(1, 2)];
}

const wrongResults = [undefined, null, "1", {}];

const both = (
  [
    ["passed directly", direct],
    ["registered", pointed],
  ] as const
).flatMap(([how, applyOf]): Case[] => [
  {
    title: `a recursion through both languages, ${how}`,
    run: (side) => recursion(applyOf(side), 60),
  },
  { title: `calls of every kind inside, ${how}`, run: (side) => everyKind(side, applyOf(side)) },
  {
    title: `an exception through several levels, ${how}`,
    run: (side) => thrownThrough(applyOf(side)),
  },
  { title: `an exception caught halfway, ${how}`, run: (side) => caughtHalfway(applyOf(side)) },
  { title: `a finally block on the way, ${how}`, run: (side) => finallyRuns(applyOf(side)) },
  { title: `any value thrown, ${how}`, run: (side) => afterwards(side, applyOf(side)) },
  {
    title: `a result of the wrong kind, ${how}`,
    run: (side) => wrongResults.map((value) => attempt(() => applyOf(side)(() => value, 1))),
  },
  {
    title: `Symbol(1) as a result, ${how}`,
    run: (side) => attempt(() => applyOf(side)(() => Symbol("1"), 1)),
  },
]);

export const nesting: Readonly<Record<string, readonly Case[]>> = {
  "nested calls": both,
  "exceptions in callbacks": [
    { title: "a guest that calls on after one", run: guestContinues },
    { title: "output arguments of such a call", run: outputStays },
  ],
  errno: [0, 2, 110].map((value) => ({
    title: `errno ${value}`,
    run: (side) => {
      const setErrno = side.func("int set_errno(int value)");
      koffi.errno(1);
      return [setErrno(value), side.errno()];
    },
  })),
};
