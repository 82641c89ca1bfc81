import { describe, expect, it } from "vitest";
import { builds, compileAddon, resultsOf } from "./run.ts";

const CANCELLED = -11;

describe.each(Object.entries(builds))("an addon in several threads, %s", (_, flags) => {
  const file = compileAddon("crimes.c", ...flags);
  const resultOf = resultsOf({ script: "workers", file });
  const told = [500, 500, CANCELLED, 3];

  it("contains the faults of each thread in that thread", async () => {
    const ended = [0, told];
    expect(await resultOf("together")).toEqual({
      own: told,
      workers: [ended, ended, ended, ended],
    });
  });

  it("stays guarded when a thread that opened it has ended", async () => {
    expect(await resultOf("after workers ended")).toEqual([[0, told], 4]);
  });
});
