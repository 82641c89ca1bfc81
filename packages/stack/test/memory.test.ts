import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { endOf, run, well } from "./run.ts";

interface Report {
  readonly used: readonly number[];
  readonly kept: readonly number[];
  readonly highWater: number;
  readonly highWaterAfter: number;
}

const MIB = 1024 ** 2;
const frames = compileGuest(new URL("guests/frames.c", import.meta.url), [
  "-fno-stack-clash-protection",
]);

describe("memory of a stack", () => {
  it.each([
    ["use", 4 * MIB],
    ["overflow", 5 * MIB],
  ])(
    "goes back to the kernel after %s, but for 64 KiB; high water is remembered",
    async (way, most) => {
      const child = await run("memory", [way, frames]);
      expect(endOf(child)).toEqual(well);
      const { used, kept, highWater, highWaterAfter } = child.report() as Report;
      expect(used).toHaveLength(1);
      expect(used[0]).toBeGreaterThan(most);
      expect(kept).toHaveLength(1);
      expect(kept[0]).toBeLessThanOrEqual(64 * 1024);
      expect(highWater).toBeGreaterThan(most);
      expect(highWaterAfter).toBe(highWater);
    },
  );
});
