import { describe, expect, it } from "vitest";
import { bothWays, endOf } from "./run.ts";

describe("WebAssembly out-of-bounds traps", () => {
  const trap = "RuntimeError: memory access out of bounds";
  const places: readonly [string, string, readonly string[]][] = [
    ["the main thread", "webassembly", []],
    ["a worker", "in-worker", ["webassembly"]],
  ];
  for (const [place, script, args] of places) {
    it(`stay RuntimeErrors in ${place}: before, among and after faults, and in callbacks`, async () => {
      const { guarded, bare } = await bothWays(script, args);
      expect(guarded.report()).toEqual({
        before: trap,
        between: 3000,
        inCallback: 42,
        inDirectCallback: 42,
        inBounds: 42,
        after: trap,
      });
      expect(guarded.report()).toEqual(bare.report());
      expect(endOf(guarded)).toEqual(endOf(bare));
    });
  }
});
