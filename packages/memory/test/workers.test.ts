import { describe, expect, it } from "vitest";
import { buffersGuest } from "./open.ts";
import { endOf, run, well } from "./run.ts";

describe("workers", () => {
  it("lend and overrun on their own, and leave no region behind when they are terminated", async () => {
    const child = await run("workers", [buffersGuest()]);
    expect(endOf(child), child.stderr).toEqual(well);
    expect(child.report()).toEqual({
      overran: Array(30).fill([10, 10]),
      guardedBuffers: 0,
      lent: 0,
      notPooled: 0,
    });
  });
});
