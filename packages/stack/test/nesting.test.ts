import { describe, expect, it } from "vitest";
import { endOf, run, well } from "./run.ts";

describe("guarded calls within callbacks of guarded calls", () => {
  it("have a stack each, 100 levels deep, and a crash at the bottom is contained", async () => {
    const child = await run("nesting", ["100", "switched"]);
    expect(endOf(child)).toEqual(well);
    expect(child.report()).toEqual({ value: 100, stacks: 101, afterwards: [3, 50, "SIGSEGV"] });
  });

  it("share koffi's stack in place, and a crash at the bottom is contained", async () => {
    const child = await run("nesting", ["100", "in place"]);
    expect(endOf(child)).toEqual(well);
    expect(child.report()).toEqual({ value: 100, stacks: 1, afterwards: [3, 50, "SIGSEGV"] });
  });

  // so many levels need more than V8's usual share of the main stack
  const nodeArgs = ["--stack-size=6000"];

  it.each(["switched", "in place"])(
    "are refused with an exception beyond 512 levels: %s",
    async (place) => {
      const deepest = await run("nesting", ["511", place], { nodeArgs });
      expect(deepest.report()).toMatchObject({ value: 511, afterwards: [3, 50, "SIGSEGV"] });
      const tooDeep = await run("nesting", ["600", place], { nodeArgs });
      expect(endOf(tooDeep)).toEqual(well);
      expect(tooDeep.report()).toMatchObject({
        value: {
          name: "RangeError",
          code: "ERR_NESTING_TOO_DEEP",
          message: expect.stringMatching(
            /^Cannot call apply: 512 guarded calls are nested already/,
          ),
        },
        afterwards: [3, 50, "SIGSEGV"],
      });
    },
  );

  it("run out of V8's own stack first by default: its RangeError, and all is well", async () => {
    const child = await run("nesting", ["600", "switched"]);
    expect(endOf(child)).toEqual(well);
    expect(child.report()).toMatchObject({
      value: { name: "RangeError", message: "Maximum call stack size exceeded" },
      afterwards: [3, 50, "SIGSEGV"],
    });
  });
});
