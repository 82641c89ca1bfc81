import { isolate } from "@cofferdam/core";
import { koffi, library } from "@cofferdam/ffi";
import { describe, expect, it } from "vitest";
import { layerLists } from "./layer-lists.js";
import { copyOf } from "./libraries.js";

koffi.proto("int IntToInt(int x)");
koffi.struct("Handler", { base: "int", transform: "IntToInt *" });

const MIB = 1024 ** 2;

describe.each(layerLists)("status(), in %s", (name, layers) => {
  const withStack = name.includes("stack");

  it("tells what is open, in what", () => {
    const path = copyOf("honest");
    using lib = isolate(layers()).openSync(library(path));
    expect(lib.status()).toMatchObject({
      ...{ path, target: path, kind: "library", state: "open" },
      ...{ tainted: false, faults: {}, lastFault: null, reopened: 0, fresh: null },
      ...{ calls: 0, functions: [] },
      layers: layers().map((layer) => ({ name: layer.name })),
    });
  });

  it("tells how much stack in-place calls have: what koffi was told, less the guard", () => {
    using lib = isolate(layers()).openSync(library(copyOf("honest")));
    const { inPlaceStackBytes } = lib.status();
    expect(inPlaceStackBytes).toBeGreaterThan(2.9 * MIB);
    expect(inPlaceStackBytes).toBeLessThanOrEqual(4 * MIB);
  });

  it.each([
    ["int add(int a, int b)"],
    ["int sum_stack_args(int, double, int, double, int, double, int, double, int, double)"],
    ["int apply(void *callback, int x)"],
    ["const char *static_text()"],
    ["void swap_ints8(_Inout_ int *values)"],
  ])("shows that %s runs on a stack of its own, when there is one", (prototype) => {
    using lib = isolate(layers()).openSync(library(copyOf("honest")));
    const kept = lib.func(prototype);
    expect(lib.status().functions).toEqual([
      { symbol: kept.name, calls: 0, mode: withStack ? "switched" : "in-place" },
    ]);
  });

  it.each([
    ["int sum_variadic(int n, ...)", "it is variadic"],
    ["int apply(IntToInt *callback, int x)", "it takes a callback"],
    ["int run_handler_by_value(Handler handler, int x)", "it takes a callback"],
    ["int run_handler(const Handler *handler, int x)", "it takes a callback"],
    ["int run_handler(_Inout_ Handler *handler, int x)", "it takes a callback"],
  ])("shows that %s runs in place, and why, when there is another", (prototype, because) => {
    using lib = isolate(layers()).openSync(library(copyOf("honest")));
    const kept = lib.func(prototype);
    expect(lib.status().functions).toEqual([
      {
        ...{ symbol: kept.name, calls: 0, mode: "in-place" },
        ...(withStack && { because: expect.stringContaining(because) }),
      },
    ]);
  });
});

describe.each(layerLists.slice(1))("status(), in %s", (_name, layers) => {
  it("counts calls, also those that throw", () => {
    using lib = isolate(layers()).openSync(library(copyOf("honest")));
    const add = lib.func("int add(int a, int b)");
    const apply = lib.func("int apply(IntToInt *callback, int x)");
    for (let count = 0; count < 5; count++) add(count, 1);
    apply((x: number) => add(x, x), 1);
    expect(() => add("one", 2)).toThrow(TypeError); // koffi never calls
    expect(() =>
      apply(() => {
        throw new Error("host");
      }, 1),
    ).toThrow("host");
    const calls = Object.fromEntries(lib.status().functions.map((f) => [f.symbol, f.calls]));
    expect(calls).toEqual({ add: 6, apply: 2 });
    expect(lib.status().calls).toBe(8);
  });
});
