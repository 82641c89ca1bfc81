import { describe, expect, it } from "vitest";
import { bothWays, endOf, run } from "./run.ts";
import { trapSignals } from "./trap-signals.ts";

describe("process.on(signal)", () => {
  it.each(["before", "after"])(
    "hears kills from outside, and faults are contained: listening from %s the first library",
    async (order) => {
      const when = { text: "ready", run: (pid: number) => killWithAll(pid) };
      const { guarded, bare } = await bothWays("listeners", [order], { when });
      expect(guarded.report()).toEqual({
        before: true,
        listening: 100,
        heard: Object.fromEntries(trapSignals.map((signal) => [signal, true])),
        afterwards: 100,
      });
      expect(guarded.report()).toEqual(bare.report());
      expect(endOf(guarded)).toEqual(endOf(bare));
    },
  );

  it.each(trapSignals)("no longer hears %s once the listener is removed", async (signal) => {
    const { guarded, bare } = await bothWays("listener-removed", [signal]);
    expect(endOf(guarded)).toEqual({ status: null, signal, timedOut: false });
    expect(endOf(guarded)).toEqual(endOf(bare));
  });

  const ways = ["was added in this tick", "was removed in this tick", "came and went 20 times"];
  it.each(ways)("leaves faults contained when a listener %s", async (way) => {
    const guarded = await run("guarded", "listener-changes", [way]);
    expect(endOf(guarded)).toEqual({ status: 0, signal: null, timedOut: false });
    expect(guarded.report()).toMatchObject({ faults: 10 });
  });
});

function killWithAll(pid: number): void {
  for (const signal of trapSignals) process.kill(pid, signal);
}
