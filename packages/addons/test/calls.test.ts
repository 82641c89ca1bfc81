import { describe, expect, it } from "vitest";
import { builds, compileAddon, resultsOf } from "./run.ts";

const segv = { code: "ERR_ISOLATION_SIGNAL", layer: "signals", kind: "signal", name: "SIGSEGV" };
const abrt = { ...segv, name: "SIGABRT", address: null };
const atNull = { ...segv, address: "0x0" };
const atEight = { ...segv, address: "0x8" };

/** What comes of a call, by what its function does. */
const crimes = {
  "writes through null": { ...atNull, symbol: "write_null" },
  "passes null to the C library": { ...atNull, symbol: "length_of_null" },
  aborts: { ...abrt, symbol: "aborts" },
  "was created with napi_create_function": { ...atNull, symbol: "created" },
  "has ten open handle scopes": { ...atNull, symbol: "in_scopes" },
  "is a constructor": { ...atNull, symbol: "new Box" },
  "is a method": { ...atNull, symbol: "Box.method" },
  "is a static method": { ...atNull, symbol: "Box.create" },
  "is a getter": { ...atNull, symbol: "get Box.property" },
  "is a setter": { ...atNull, symbol: "set Box.property" },
  "gives Node a wild text": { ...atEight, symbol: "wild_text" },
  "gives Node a wild buffer to write to": { ...atEight, symbol: "wild_buffer" },
  "gives Node wild arguments": { ...atEight, symbol: "wild_arguments" },
  "crashes after its callback returned": { ...atNull, symbol: "call_back_and_crash" },
  "crashes after its callback threw": {
    ...{ ...atNull, symbol: "call_back_and_crash" },
    cause: "thrown in the callback",
  },
  "is called by the callback of another": { ...atNull, symbol: "write_null" },
};

const layerLists = ["signals", "signals and stack"];
const cases = Object.entries(builds).flatMap(([build, flags]) =>
  layerLists.map((layers) => ({ build, flags, layers })),
);

describe.each(cases)("an addon, $build, in $layers", ({ flags, layers }) => {
  const file = compileAddon("crimes.c", ...flags);
  const resultOf = resultsOf({ script: "calls", layers, file });

  it.each(Object.entries(crimes))("throws when a function %s", async (name, error) => {
    expect(await resultOf(name)).toEqual(error);
  });

  it("overflows the thread's stack, more than once, and goes on", async () => {
    const overflow = expect.objectContaining({ code: "ERR_ISOLATION_STACK_OVERFLOW" });
    expect(await resultOf("overflow")).toEqual([overflow, overflow, 3]);
  });

  it("goes on in the outer function when JavaScript catches the inner one's fault", async () => {
    const inner = { ...atNull, symbol: "in_scopes" };
    expect(await resultOf("caught inside")).toEqual({ inner, outer: { value: 1 } });
  });

  it("does honest work as without a guard", async () => {
    expect(await resultOf("honest")).toEqual({
      sum: 5,
      nothing: {},
      thrown: { code: "ERR_OF_THE_ADDON", message: "thrown by the addon" },
      box: 3,
      isBox: true,
      extended: 7,
      called: 1,
      callbackThrew: { message: "mine" },
    });
  });

  it("crashes 20,000 times in open handle scopes", async () => {
    expect(await resultOf("again and again")).toBe(2);
  });
});
