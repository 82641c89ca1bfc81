import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { endOf, run } from "./run.ts";

const flags = ["-pthread", "-lm"];
const slow = compileGuest(new URL("guests/slow.c", import.meta.url), flags);
const well = { status: 0, signal: null, timedOut: false };

const LIMIT = 50;
const GRACE = 150;
const NOISE = 1500; // machines are busy

type Abandoned = "at-return" | "in-target" | "forced";

/** How a guest ends. Where code of its own and of libc take turns, it depends on when. */
const ways: Readonly<Record<string, readonly Abandoned[]>> = {
  spin: ["in-target"],
  recurse: ["in-target"],
  spin_on_coroutine: ["in-target"],
  sort_endlessly: ["in-target"],
  allocate: ["at-return", "in-target"],
  compute: ["at-return", "in-target"],
  compute_long: ["at-return", "in-target"],
  print_endlessly: ["at-return", "in-target"],
  read_clock: ["at-return", "in-target"],
  load_endlessly: ["at-return", "in-target"],
  sleep_long: ["at-return"],
  sleep_on_coroutine: ["at-return"],
  nanosleep_long: ["at-return"],
  pause_for_ever: ["at-return"],
  read_nothing: ["at-return"],
  receive_nothing: ["at-return"],
  accept_nobody: ["at-return"],
  poll_nothing: ["at-return"],
  wait_in_kernel: ["at-return"],
  wait_semaphore: ["at-return"],
  text_slowly: ["at-return"],
  lock_twice: ["forced"],
  wait_condition: ["forced"],
  join_own_thread: ["forced"],
  run_generated: ["forced"],
};

interface Row {
  readonly kind: string;
  readonly abandoned: Abandoned;
  readonly elapsed: number;
  readonly limit: number;
  readonly took: number;
  readonly layer: string;
  readonly troubles: readonly string[];
}

const names = Object.keys(ways);

describe("deadline({ timeout, grace })", () => {
  describe.each(["in-place", "switched", "async"])("%s", (mode) => {
    it("ends every kind of slow call, never early, and the host is well", async () => {
      const child = await run("guarded", "slow-ways", [slow, mode, ...names]);
      expect(endOf(child), child.stderr).toEqual(well);
      checkRows(child.report() as Record<string, Row>);
    });
  });

  it("does so in a worker", async () => {
    const child = await run("guarded", "in-worker", ["slow-ways", slow, "switched", ...names]);
    expect(endOf(child), child.stderr).toEqual(well);
    checkRows(child.report() as Record<string, Row>);
  });
});

function checkRows(rows: Record<string, Row>): void {
  for (const name of names) {
    const row = rows[name];
    expect(row, name).toMatchObject({ kind: "timeout", limit: LIMIT, layer: "deadline" });
    expect(row?.troubles, name).toEqual([]);
    expect(ways[name], name).toContain(row?.abandoned);
    const least = row?.abandoned === "forced" ? LIMIT + GRACE : LIMIT;
    expect(Math.min(row?.took ?? 0, row?.elapsed ?? 0), name).toBeGreaterThanOrEqual(least);
    expect(row?.took, name).toBeLessThan(LIMIT + GRACE + NOISE);
  }
}
