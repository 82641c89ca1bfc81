import { Union } from "koffi";
import { describe, expect, it } from "vitest";
import { guardedSide, plainSide, type Side } from "./differential/side.js";
import { table } from "./differential/table.js";
import { layerLists } from "./layer-lists.js";
import { copyOf } from "./libraries.js";

const [, layers] = layerLists.at(-1) as (typeof layerLists)[number];
const plain = plainSide(copyOf("honest"));
const guarded = guardedSide(copyOf("honest"), layers());

// biome-ignore lint/suspicious/noExplicitAny: the C prototype decides
type Call = (...args: any[]) => any;
type Calling = (prototype: string) => Call;

const synchronously: Calling = (prototype) => plain.func(prototype);
const asynchronously: Calling = (prototype) => asyncOf(guarded, prototype);

function asyncOf(side: Side, prototype: string): Call {
  return (side.func(prototype) as unknown as { async: Call }).async;
}

const isVariadic = (prototype: string) => prototype.includes("...");

/** The rows of the table that are one call. */
const calls = table
  .map(
    ([group, cases]) =>
      [group, cases.flatMap(({ call, title }) => (call ? [{ ...call, title }] : []))] as const,
  )
  .map(([group, rows]) => [group, rows.filter(({ prototype }) => !isVariadic(prototype))] as const)
  .filter(([, rows]) => rows.length > 0);

describe.each(calls)("an asynchronous call gives what koffi gives: %s", (_group, rows) => {
  for (const { title, prototype, makeArgs } of rows) {
    it(title, async () => {
      const expected = await outcome(synchronously(prototype), makeArgs());
      expect(await outcome(asynchronously(prototype), makeArgs())).toStrictEqual(expected);
    });
  }
});

async function outcome(call: Call, args: readonly unknown[]): Promise<unknown> {
  try {
    return { value: await call(...args), args };
  } catch (error) {
    const { name, message, code } = error as Error & { code?: string };
    return {
      error: { class: Object.getPrototypeOf(error).constructor, name, message, code },
      args,
    };
  }
}

/** Calls of which more is to be seen than their result and arguments. */
const more: readonly [title: string, run: (func: Calling) => Promise<unknown>][] = [
  [
    "a union as result, read as each of its members",
    async (func) => {
      const number = await func("Number number_from_float(float value)")(1.5);
      return [number.f, number.i, number.bytes];
    },
  ],
  [
    "a koffi.Union as output",
    async (func) => {
      const union = new Union("Number");
      await func("void fill_number(_Out_ Number *out, float value)")(union, 1.5);
      return [union.f, union.i, union.bytes];
    },
  ],
  [
    "a koffi.Union in memory, as result and argument",
    async (func) => {
      const wide = await func("Wide wide_from_int(int64_t value)")(2n ** 60n);
      return func("int64_t wide_as_int(Wide wide)")(wide);
    },
  ],
  [
    "a function in a struct by reference",
    (func) => func("int run_handler(const Handler *handler, int x)")(handler(100), 5),
  ],
  [
    "a function in a struct by value",
    (func) => func("int run_handler_by_value(Handler handler, int x)")(handler(1), 6),
  ],
  [
    "a callback with twenty arguments",
    async (func) => {
      const given: unknown[] = [];
      const sum = (...args: number[]) => given.push(...args) + args.reduce((a, b) => a + b);
      return [await func("double apply_many(ManyArgs *cb, int first)")(sum, 5), given];
    },
  ],
  [
    "a callback that is given text, and one that gives a struct",
    async (func) => [
      await func("int apply_text(TextToText *cb, const char *x)")((x: string) => `${x}é`, "some"),
      await func("Mixed16 apply_mixed16(Mixed16ToMixed16 *cb, Mixed16 x)")(
        ({ x, a }: { x: number; a: number }) => ({ x: 2 * x, a: 3 * a }),
        { x: 1.5, a: 7 },
      ),
    ],
  ],
  [
    "a callback in every frame of a recursion",
    async (func) => {
      const depths: number[] = [];
      const callback = (depth: number) => depths.push(depth) && depth;
      return [await func("int descend(IntToInt *cb, int depth)")(callback, 100), depths];
    },
  ],
  [
    "an opaque handle from an output argument",
    async (func) => {
      const out: [bigint | null] = [null];
      const error = await func("int box_open(_Out_ Box **out, int value)")(out, 7);
      const value = await func("int box_add(Box *box, int amount)")(out[0], 1);
      await func("void box_destroy(Box *box)")(out[0]);
      return [error, value, await func("int box_count()")()];
    },
  ],
];

function handler(base: number): object {
  return { base, transform: (x: number) => x * 3 };
}

describe("an asynchronous call gives what koffi gives", () => {
  it.each(more)("for %s", async (_title, run) => {
    expect(await run(asynchronously)).toStrictEqual(await run(synchronously));
  });
});

describe("a prototype that cannot be called asynchronously", () => {
  const prototype = "int sum_variadic(int n, ...)";

  it("rejects the call, and tells why", async () => {
    await expect(asyncOf(guarded, prototype)(1, "int", 7)).rejects.toThrow(
      expect.objectContaining({
        code: "ERR_PROTOTYPE_UNSUPPORTED",
        message: expect.stringMatching(
          /^Cannot call sum_variadic asynchronously: .* it is variadic/,
        ),
      }),
    );
  });

  it("can be looked at, and called synchronously", () => {
    const sum = guarded.func(prototype);
    expect(Object.getOwnPropertyNames(sum)).toContain("async");
    expect(() => asyncOf(guarded, prototype)).not.toThrow();
    expect(sum(1, "int", 7)).toBe(7);
  });
});

describe.each(layerLists.slice(0, 2))("without a stack of its own, in %s,", (_name, inPlace) => {
  it("no asynchronous call goes in: its promise rejects", async () => {
    const side = guardedSide(copyOf("honest"), inPlace());
    await expect(asyncOf(side, "int add(int a, int b)")(1, 2)).rejects.toThrow(
      expect.objectContaining({
        code: "ERR_LAYER_UNAVAILABLE",
        message: expect.stringMatching(/Add stack\(\) to the layers/),
      }),
    );
    expect(side.func("int add(int a, int b)")(1, 2)).toBe(3);
  });
});
