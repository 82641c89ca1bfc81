import { describe, expect, it } from "vitest";
import { compileAddon, resultOf } from "./run.ts";

describe("work on the thread pool with a deadline", () => {
  it("is ended in the addon's own code, at once, when it loops there", async () => {
    const file = compileAddon("spins_in_work.c");
    const ends = await resultOf({ script: "spins-in-work", scenario: "ends", file });
    expect(ends).toEqual(Array(3).fill(["ERR_ISOLATION_TIMEOUT", "in-target"]));
  });
});
