import { describe, expect, it } from "vitest";
import { builds, compileAddon, resultOf } from "./run.ts";

describe("a function that not every Node has", () => {
  const file = compileAddon("posts_finalizer.c", ...builds.lazy);
  const script = { script: "newer-node", scenario: "post a finalizer", file };

  it("is guarded where Node has it", async () => {
    expect(await resultOf(script)).toEqual({ status: 0, finalized: 1 });
  });

  it("is left to the loader where Node lacks it", async () => {
    const env = { LD_PRELOAD: compileAddon("lacks_post_finalizer.c") };
    expect(await resultOf(script, { env })).toEqual({ status: 0, finalized: 1 });
  });
});
