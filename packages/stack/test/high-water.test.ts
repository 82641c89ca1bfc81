import { describe, expect, it } from "vitest";
import { run } from "./run.ts";

interface Report {
  readonly before: { readonly size: number; readonly highWater: number; readonly stacks: number };
  readonly after: readonly (readonly [bytes: number, highWater: number])[];
  readonly lessAgain: number;
}

describe("status() of the stack layer", () => {
  it("shows the most that was ever used, in whole pages", async () => {
    const { before, after, lessAgain } = (await run("high-water")).report() as Report;
    expect(before).toMatchObject({ size: 512 * 1024, highWater: 0, stacks: 0 });
    for (const [bytes, highWater] of after) {
      expect(highWater % 4096).toBe(0);
      expect(highWater).toBeGreaterThan(bytes);
      expect(highWater).toBeLessThanOrEqual(bytes + 2 * 4096);
    }
    expect(lessAgain).toBe(after.at(-1)?.[1]);
  });
});
