import { describe, expect, it } from "vitest";
import { endOf, run, well } from "./run.ts";

describe("stack({ size })", () => {
  const sizes = { "64KiB": 2 ** 16, "256KiB": 2 ** 18, "1048576": 2 ** 20, "8MiB": 2 ** 23 };

  it("gives each library the size it asked for, all at once: less passes, more overflows", async () => {
    const child = await run("sizes", Object.keys(sizes));
    expect(endOf(child)).toEqual(well);
    const round = Object.values(sizes).map((size) => ({
      size,
      right: true,
      kind: "stack-overflow",
      limit: size,
    }));
    expect(child.report()).toEqual([round, round, round]);
  });

  it("rounds up to whole pages", async () => {
    const child = await run("sizes", ["65537", "100000 B"]);
    const limits = (child.report() as { limit: number }[][])[0]?.map(({ limit }) => limit);
    expect(limits).toEqual([17 * 4096, 25 * 4096]);
  });

  it("refuses a ninth size in one process, and the other eight stay usable", async () => {
    const child = await run("nine-sizes");
    expect(endOf(child)).toEqual(well);
    expect(child.report()).toEqual({
      sums: [3, 3, 3, 3, 3, 3, 3, 3],
      refused: {
        name: "SetupError",
        code: "ERR_LAYER_UNAVAILABLE",
        message: expect.stringMatching(/8 different stack sizes are in use/),
      },
      again: [3, 3, 3, 3, 3, 3, 3, 3],
    });
  });
});
