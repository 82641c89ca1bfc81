import { killLater } from "@cofferdam/testing/child.ts";
import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { endOf, run } from "./run.ts";

const slow = compileGuest(new URL("guests/slow.c", import.meta.url), ["-pthread", "-lm"]);
const well = { status: 0, signal: null, timedOut: false };

describe("the watchdog", () => {
  it("sleeps while no deadline is live, and wakes for the next", async () => {
    const child = await run("guarded", "slow-clock", [slow]);
    expect(endOf(child), child.stderr).toEqual(well);
    const seen = child.report() as { awakeTicks: number };
    expect(seen).toMatchObject({
      before: "asleep",
      ownName: true,
      justCalled: "awake",
      inCalls: "awake",
      idle: "asleep",
      idleTicks: 0,
      idleWakeUps: 0,
      woken: { kind: "timeout", limit: 30 },
      ended: 1,
    });
    expect(seen.awakeTicks).toBeLessThan(50); // half a core
  });

  // One thread alone: another one's calls would wake a watchdog that sleeps when it must not.
  it.each([1, 3])(
    "misses no call that begins while it goes to sleep, in %i threads",
    async (threads) => {
      const args = [slow, "120", String(threads)];
      const child = await run("guarded", "slow-parking", args);
      expect(endOf(child), child.stderr).toEqual(well);
      expect(child.report()).toEqual({ ended: Array(threads).fill(120) });
    },
  );
});

describe("a guest that blocks signals", () => {
  it("has one pending, not many, and is ended when it lets them through; else it is not", async () => {
    const child = await run("guarded", "slow-blocked", [slow], {
      when: { text: "blocks", run: killLater },
    });
    const [first = ""] = child.stdout.split("\n");
    expect(JSON.parse(first)).toMatchObject({
      outcome: { kind: "timeout", limit: 50 },
      again: { kind: "timeout", limit: 50 },
    });
    expect(child.stdout).toContain("blocks");
    const { thread, queued } = pendingSignals(child.stderr);
    expect(thread).toBe(1);
    expect(queued).toBeLessThan(50); // of this user's processes; one per look would be 300
    expect(child.signal).toBe("SIGKILL"); // not contained
  });
});

describe("200 calls that are ended in malloc, fprintf and dlopen, in each of two threads", () => {
  it("leave a heap that keeps what is written to it", async () => {
    const child = await run("guarded", "slow-many", [slow, "200"]);
    expect(endOf(child), child.stderr).toEqual(well);
    const right = { ended: 200, kept: true, add: 42 };
    expect(child.report()).toEqual({ own: right, other: right, troubles: [] });
  });
});

/** proc_pid_status(5) of the guest's thread, at the end of its time without signals. */
function pendingSignals(status: string) {
  const bits = BigInt(`0x${/SigPnd:\s*(\w+)/.exec(status)?.[1] ?? "0"}`).toString(2);
  const queued = Number(/SigQ:\s*(\d+)\//.exec(status)?.[1]);
  return { thread: bits.replaceAll("0", "").length, queued };
}
