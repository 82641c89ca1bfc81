import { describe, expect, it } from "vitest";
import { builds, compileAddon, resultsOf } from "./run.ts";

const segv = {
  ...{ code: "ERR_ISOLATION_SIGNAL", layer: "signals", kind: "signal", name: "SIGSEGV" },
  address: "0x0",
};
/** napi_cancelled, which the guest's `complete` makes negative. */
const CANCELLED = -11;
const quiet = { faults: 0, warnings: [], uncaught: [] };

const layerLists = ["signals", "signals and stack"];
const cases = Object.entries(builds).flatMap(([build, flags]) =>
  layerLists.map((layers) => ({ build, flags, layers })),
);

describe.each(cases)("what the host calls in an addon, $build, in $layers", (one) => {
  const file = compileAddon("crimes.c", ...one.flags);
  const resultOf = resultsOf({ script: "hosts-calls", layers: one.layers, file });

  it("runs finalizers", async () => {
    expect(await resultOf("honest finalizers")).toEqual({ ...quiet, value: 50 });
  });

  it("warns of each finalizer that crashes", async () => {
    const symbol = expect.stringMatching(/^finalizer \(crimes\.node|^finalizer \(libcrimes\.node/);
    const warning = { ...segv, symbol };
    const warnings = [warning, warning, warning];
    expect(await resultOf("crashing finalizers")).toEqual({
      ...{ ...quiet, value: 3, faults: 3 },
      warnings,
    });
  });

  it("executes and completes async work", async () => {
    expect(await resultOf("honest work")).toEqual({ ...quiet, value: 1 });
  });

  it("warns of a crash on the thread pool, and completes the work as cancelled", async () => {
    const warnings = [{ ...segv, symbol: expect.stringContaining("work execute") }];
    const expected = { ...quiet, value: CANCELLED, faults: 1, warnings };
    expect(await resultOf("crash in execute")).toEqual(expected);
  });

  it("throws a crash in complete as an uncaught exception", async () => {
    const uncaught = [{ ...segv, symbol: expect.stringContaining("work complete") }];
    expect(await resultOf("crash in complete")).toEqual({ ...quiet, faults: 1, uncaught });
  });

  it("tells work that crashed from work that runs at the same time", async () => {
    const expected = Array.from({ length: 40 }, (_, nth) => (nth % 2 ? CANCELLED : 1));
    expect(await resultOf("mixed work")).toEqual(expected);
  });

  it("calls threadsafe functions", async () => {
    expect(await resultOf("threadsafe function")).toEqual({ ...quiet, value: 1 });
  });

  it("contains a crash in a threadsafe function", async () => {
    expect(await resultOf("crash in a threadsafe function")).toMatchObject({ faults: 1 });
  });
});
