import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { endOf, run } from "./run.ts";

const slow = compileGuest(new URL("guests/slow.c", import.meta.url), ["-pthread", "-lm"]);
const well = { status: 0, signal: null, timedOut: false };

describe("deadlines of calls within calls", () => {
  it.each(["direct", "registered"])(
    "count callbacks that are %s, do not interrupt them, and are each call's own",
    async (how) => {
      const child = await run("guarded", "slow-callbacks", [slow, how]);
      expect(endOf(child), child.stderr).toEqual(well);
      expect(child.report()).toMatchObject({
        rows: {
          innerEnds: { value: 1 },
          callbackCounts: { kind: "timeout", limit: 300 },
          callbackIsLonger: { kind: "timeout", limit: 50 },
          innerWhileOverdue: { kind: "timeout", limit: 50 },
          innerEndsDiverted: { kind: "timeout", limit: 400 },
          throws: { kind: "timeout", limit: 50 },
        },
        nested: {
          spin: { abandoned: "in-target", limit: 40 },
          sleep: { abandoned: "at-return", limit: 40 },
          lock: { abandoned: "forced", limit: 40 },
          done: true,
          right: 5,
          late: { abandoned: "in-target", limit: 40 },
          twice: [{ abandoned: "at-return" }, { abandoned: "at-return" }],
        },
        troubles: [],
      });
      const { rows } = child.report() as { rows: Record<string, { took: number }> };
      expect(rows.callbackIsLonger?.took).toBeGreaterThan(300);
      expect(rows.callbackCounts?.took).toBeLessThan(300 + 1500);
    },
  );
});

describe("a call that takes about as long as it may", () => {
  it.each(["sync", "async"])(
    "returns right or is a timeout, %s, and the next one is not hit",
    async (mode) => {
      const child = await run("guarded", "slow-border", [slow, mode, "1500"]);
      expect(endOf(child), child.stderr).toEqual(well);
      const seen = child.report() as Record<"right" | "timeout" | "interrupted", number>;
      expect(seen).toMatchObject({ early: 0, wrong: [] });
      expect(seen.right + seen.timeout + seen.interrupted).toBe(1500);
      expect(seen.interrupted).toBeLessThan(15);
      expect(seen.timeout).toBeGreaterThan(100); // or the border was not met
    },
  );
});
