import { describe, expect, it } from "vitest";
import { layerLists } from "./layer-lists.js";
import { resultsOf, start } from "./run.js";

const guarding = layerLists.map(([name]) => name).slice(1);
const fault = (symbol: string, more?: object) => ({ fault: "signal", symbol, ...more });

describe.each(guarding)("a crash, in %s,", (layers) => {
  const resultOf = resultsOf("results", layers);
  const results: Readonly<Record<string, unknown>> = {
    Ints8: { a: 1, b: 2 },
    Floats12: { x: 1, y: 2, z: 3 },
    Mixed16: { x: 1, a: 2 },
    Large24: { a: 1, x: 2, b: 3 },
    WithText: { a: 1, text: "text" },
    LargeText: { a: 1, text: "text", more: "more" },
    SmallArray: [1, 2],
    LargeArray: [1, 2, 3, 4, 5, 6, 7, 8, "name"],
    SmallUnion: 1,
    LargeUnion: 1,
    Tagged: [1, 2],
  };
  it.each(Object.entries(results))(
    "in a function that returns %s by value",
    async (type, value) => {
      const crash = fault(`make_${type}`);
      expect(await resultOf(type)).toEqual([{ value }, crash, crash, { value }]);
    },
  );

  it.each([
    ["output", "fill", { mine: true }, { mine: true, a: 5, text: "filled" }],
    ["inout", "fill", { a: 1, text: "mine" }, { a: 5, text: "filled" }],
    ["texts", "fill_texts", ["a", "b"], ["filled", "filled"]],
    ["characters", "fill_characters", ["0123456789"], ["xxxxxxx"]],
    ["output beside an array result", "fill_and_make", expect.anything(), 88],
  ])("leaves an argument as it was: %s", async (scenario, symbol, before, after) => {
    const outcomes = await resultOf(scenario);
    expect(outcomes).toEqual([{ ...fault(symbol), out: before }, { out: after }]);
  });
});

describe.each(guarding)("a crash around arguments and what is freed, in %s,", (layers) => {
  const resultOf = resultsOf("arguments", layers);

  it("in a variadic function", async () => {
    const crash = fault("sum_variadic");
    const well = { value: 78 };
    expect(await resultOf("variadic arguments")).toEqual([crash, well, crash, well]);
  });

  it("in a function with arguments on the stack", async () => {
    const crash = fault("sum_many");
    const well = { value: 44 };
    expect(await resultOf("arguments on the stack")).toEqual([...[crash, well], ...[crash, well]]);
  });

  it("in a function whose result C frees", async () => {
    const [crash, well] = [fault("copy_text"), { value: "text" }];
    expect(await resultOf("a result that C frees")).toEqual([...[crash, well], ...[crash, well]]);
  });

  it("in a function whose result the guest frees: there is nothing to free", async () => {
    const outcomes = await resultOf("a result that the guest would free");
    expect(outcomes).toEqual([fault("copy_text"), 0, { value: "two" }, 1]);
  });

  it("in the guest's function that frees the result", async () => {
    const outcomes = await resultOf("the function that frees a result");
    const crash = fault("free_text");
    expect(outcomes).toEqual([crash, crash, 0, { value: "three" }, 1]);
  });

  it("in the guest's function that frees the result: the library is quarantined", async () => {
    const outcomes = await resultOf("the function that frees a result, quarantined");
    expect(outcomes).toEqual([
      ...[fault("free_text"), { error: "ERR_ISOLATION_QUARANTINED" }],
      ...[{ value: "three" }, fault("copy_text")],
    ]);
  });
});

describe.each(
  guarding.flatMap((layers) => [
    ["direct", layers],
    ["registered", layers],
  ]),
)("a crash around %s callbacks, in %s,", (how, layers) => {
  const resultOf = resultsOf("callbacks", layers);
  const well = { value: 5 };
  const host = { error: "the host's" };
  const quarantined = { error: "ERR_ISOLATION_QUARANTINED" };
  it.each([
    ["around a callback", [fault("apply"), fault("apply"), { value: 42 }, 2]],
    ["after a callback threw", [fault("apply", { cause: host }), host, { value: 1 }]],
    [
      "with an array result",
      [
        ...[fault("apply_and_make"), fault("apply_and_make", { cause: host })],
        ...[{ value: 2 }, { value: 3 }],
      ],
    ],
    [
      "inside, caught there",
      [{ value: 2 }, { value: 3 }, [fault("crash"), { value: 7 }, fault("crash"), { value: 7 }]],
    ],
    [
      "inside, not caught there",
      [fault("crash"), fault("apply", { cause: fault("crash") }), { value: 7 }],
    ],
    ["inside of thirty levels", [fault("crash"), 31, well]],
    [
      "one level after another",
      [
        fault("apply", {
          cause: fault("apply", { cause: fault("apply", { cause: fault("apply") }) }),
        }),
        well,
      ],
    ],
    [
      "an overflow inside",
      [{ value: 1 }, { fault: "stack-overflow", symbol: "overflow" }, { value: 1 }],
    ],
    ["inside of a call to the same library", [{ value: 9 }, quarantined, { value: 3 }]],
    ["a recursion without end", [true, well]],
  ])("%s", async (scenario, expected) => {
    expect(await resultOf(`${scenario}, ${how}`)).toEqual(expected);
  });
});

describe.each(
  guarding.flatMap((layers) => [
    ["direct", layers],
    ["registered", layers],
  ]),
)("in a %s callback of a call in %s,", (how, layers) => {
  const endings: readonly [scenario: string, end: object][] = [
    ["koffi by itself crashes", { signal: "SIGSEGV" }],
    ["a library without layers crashes", { signal: "SIGSEGV" }],
    ["process.abort()", { signal: "SIGABRT" }],
    ["a signal from outside", { signal: "SIGSEGV" }],
    ["process.exit()", { status: 3 }],
    ["an uncaught exception", { status: 1, stderr: expect.stringContaining("by the host") }],
  ];
  it.each(endings)("the process ends as without us: %s", async (scenario, end) => {
    const child = await start({ script: "endings", scenario: `${scenario}, ${how}`, layers });
    expect(child).toMatchObject({ timedOut: false, stdout: "", ...end });
  });
});

describe.each(layerLists)("in a callback of a call in %s,", (layers) => {
  const resultOf = resultsOf("busy", layers);
  it.each([
    ["dispose(), direct"],
    ["dispose(), registered"],
    ["reopen(), direct"],
    ["reopen(), registered"],
  ])("%s is refused, and works later", async (scenario) => {
    expect(await resultOf(scenario)).toEqual([2, 5, ["ERR_TARGET_BUSY"]]);
  });
});
