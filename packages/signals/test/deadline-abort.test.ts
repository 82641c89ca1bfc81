import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { endOf, run } from "./run.ts";

const slow = compileGuest(new URL("guests/slow.c", import.meta.url), ["-pthread", "-lm"]);
const well = { status: 0, signal: null, timedOut: false };

interface Report {
  readonly rows: Record<string, unknown>;
}

describe("an AbortSignal of an asynchronous call with a deadline", () => {
  it("ends it before it begins, in the target or in libc, and not the calls that follow", async () => {
    const child = await run("guarded", "slow-aborted", [slow]);
    expect(endOf(child), child.stderr).toEqual(well);
    const { rows } = child.report() as Report;
    for (const limit of [10_000, Number.POSITIVE_INFINITY]) {
      for (const way of [
        "spin",
        "sleep_long",
        "lock_twice",
        "allocate",
        "read_nothing",
        "at once",
      ]) {
        expect(rows[`${way} ${limit}`], `${way} ${limit}`).toEqual({
          ended: "mine",
          afterwards: 42,
        });
      }
      expect(rows[`before ${limit}`]).toEqual({ ended: "before", afterwards: 1 });
      expect(rows[`too late ${limit}`]).toEqual({ ended: 1, afterwards: 2 });
      expect(rows[`many ${limit}`]).toEqual({ ended: 12, afterwards: 42 });
      const shown = limit === 10_000 ? limit : null;
      expect(rows[`status ${limit}`]).toMatchObject({
        lastFault: { kind: "timeout", aborted: true, limit: shown },
        faults: { timeout: 18 }, // 5 ways, one at once, 12 at a time
      });
    }
    expect(child.report()).toMatchObject({
      quarantined: { ended: "mine", state: "quarantined", reopened: 42 },
      troubles: [],
    });
  });
});
