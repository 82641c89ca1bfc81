import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { endOf, run } from "./run.ts";

const slow = compileGuest(new URL("guests/slow.c", import.meta.url), ["-pthread", "-lm"]);
const well = { status: 0, signal: null, timedOut: false };
const LIMIT = 50;
/** About 2 ms on a machine that is idle: `npm run bench -- deadline` has the figures. */
const MOST_OVER = 50;

/** Milliseconds past the limit, by function. */
type Overdue = Readonly<Record<string, readonly number[]>>;

describe("deadline({ timeout: 50 })", () => {
  it.each(["switched", "async"])(
    "ends half of 21 calls within 100 ms, in the library and in libc, %s",
    async (mode) => {
      const names = ["spin", "compute", "sleep_long"];
      const args = [slow, mode, String(LIMIT), ...names];
      const child = await run("guarded", "slow-precision", args);
      expect(endOf(child), child.stderr).toEqual(well);
      const overdue = child.report() as Overdue;
      for (const name of names) {
        expect(overdue[name]).toHaveLength(21);
        expect(median(overdue[name] ?? []), name).toBeLessThan(MOST_OVER);
        expect(Math.min(...(overdue[name] ?? [])), name).toBeGreaterThanOrEqual(0);
      }
    },
  );
});

function median(samples: readonly number[]): number {
  return samples.toSorted((a, b) => a - b)[samples.length >> 1] ?? Number.NaN;
}
