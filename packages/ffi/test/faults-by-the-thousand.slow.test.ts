import { describe, expect, it } from "vitest";
import { layerLists } from "./layer-lists.js";
import { resultOf } from "./run.js";

const guarding = layerLists.map(([name]) => name).slice(1);
const fault = (symbol: string, more?: object) => ({ fault: "signal", symbol, ...more });

describe.each(guarding)("faults by the thousand, in %s,", (layers) => {
  it("20,000 of several kinds are all caught", async () => {
    const result = await resultOf({
      ...{ script: "stress", scenario: "faults", layers, args: ["20000"] },
    });
    expect(result).toEqual({ faults: { signal: 15_000, "stack-overflow": 5_000 }, sum: 3 });
  });

  it.each([
    ["all the time", ["--gc-interval=50"], "100"],
    ["and moves what it can", ["--stress-compaction"], "10"],
  ])("come out the same while Node collects garbage %s", async (_how, nodeArgs, rounds) => {
    const scenario = { script: "stress", scenario: "everything", layers, nodeArgs };
    const result = await resultOf({ ...scenario, args: [rounds] });
    expect(result).toEqual({ expected: [roundOf(false), roundOf(true)], wrong: 0 });
  });
});

/** What one round of children/stress.mjs comes to. */
function roundOf(crashes: boolean): readonly object[] {
  const after = (symbol: string, value: object, more?: object) =>
    crashes ? fault(symbol, more) : value;
  const host = { error: "host" };
  const applies = [
    after("apply", { value: 20 }),
    after("apply", host, { cause: host }),
    after("apply", { value: 20 }),
  ];
  return [
    after("crash", { value: 7 }),
    after("make_Large24", { value: { a: 1, x: 2, b: 3 } }),
    after("make_LargeArray", { value: "name" }),
    after("copy_text", { value: "text" }),
    after("fill", {}),
    after("sum_variadic", { value: 7 }),
    ...applies,
    ...applies,
  ];
}
