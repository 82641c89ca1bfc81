import { describe, expect, it } from "vitest";
import {
  faultOf,
  once,
  openEnding,
  rejection,
  settled,
  signalSoon,
  until,
  ways,
} from "./counting.ts";

const timedOut = expect.objectContaining({ code: "ERR_ISOLATION_TIMEOUT" });

describe("the deadline of a call", () => {
  it("that sleeps, spins or blocks all signals, ends it and the helper, and nothing else", async () => {
    const { f, status } = openEnding({ timeout: 400 });
    for (const way of ["sleep", "spin", "blockSignals"] as const) {
      expect(() => f.end(ways[way])).toThrow(timedOut);
      expect(f.add(1, 2)).toBe(3);
      const late = faultOf(f.end.async(ways[way]));
      const behind = f.add.async(3, 4);
      expect(await late).toMatchObject({ kind: "timeout", limit: 400 });
      expect(await behind).toBe(7);
    }
    expect(status().helper.restarts).toBe(6);
  });

  it("begins when the helper begins with it, however long those before it take together", async () => {
    const { f, status } = openEnding({ timeout: 2000 });
    const naps = Array.from({ length: 4 }, () => f.nap.async(700));
    await null; // they are sent
    expect(f.add(1, 2)).toBe(3);
    expect(await Promise.all(naps)).toEqual([700, 700, 700, 700]);
    const more = Array.from({ length: 4 }, () => f.nap.async(700));
    expect(await Promise.all([...more, f.add.async(3, 4)])).toEqual([700, 700, 700, 700, 7]);
    expect(status().helper.restarts).toBe(0);
  });

  it("holds from the start on in a helper that has just taken another's place", async () => {
    const { f, status } = openEnding({ timeout: 300 });
    await until(() => status().helper.spares === 1);
    const late = [faultOf(f.end.async(ways.sleep)), faultOf(f.end.async(ways.sleep))];
    for (const fault of late) expect(await fault).toMatchObject({ kind: "timeout" });
    const { elapsed } = status().lastFault as { elapsed: number };
    expect(elapsed).toBeLessThan(20_000); // a start may take 30 s
  });

  it("falls on the call that is late: the synchronous one behind it is done by the next helper", async () => {
    const { f, done, status } = openEnding({ timeout: 1000 });
    const late = faultOf(f.end.async(ways.sleep));
    await null;
    expect(f.done(1)).toBe(1);
    expect(await late).toMatchObject({ kind: "timeout", limit: 1000 });
    expect(done()).toEqual(once(1));
    expect(status().helper.restarts).toBe(1);
  });

  it("may be met by the answer at the last moment: then it is the value or the fault", async () => {
    const { f } = openEnding({ timeout: 30 });
    for (let turns = 0; turns < 20; turns++) {
      const milliseconds = 27 + (turns % 4);
      try {
        expect(f.nap(milliseconds)).toBe(milliseconds);
      } catch (error) {
        expect(error).toEqual(timedOut);
      }
      for (const { reason } of await settled([f.nap.async(milliseconds), f.add.async(1, 2)])) {
        if (reason) expect(reason).toEqual(timedOut);
      }
    }
  });

  it("is none when it is 0", () => {
    const { f, pid } = openEnding({ timeout: 0 });
    expect(f.nap(50)).toBe(50);
    signalSoon(pid(), "SIGKILL", 1);
    expect(() => f.end(ways.sleep)).toThrow(/SIGKILL/);
  });
});

describe("an AbortSignal", () => {
  it("ends the helper when its call runs, and says so", async () => {
    const { f, status } = openEnding();
    const controller = new AbortController();
    const call = rejection(f.end.async(ways.sleep, { signal: controller.signal }));
    const behind = f.add.async(1, 2);
    setTimeout(() => controller.abort(new Error("mine")), 100);
    expect(await call).toEqual(new Error("mine"));
    expect(await behind).toBe(3);
    expect(status().lastFault).toMatchObject({ kind: "timeout", aborted: true });
    expect(status().helper.restarts).toBe(1);
  });

  it("takes a call back that waits, and the helper goes on with the one that runs", async () => {
    const { f, status, done } = openEnding();
    const controller = new AbortController();
    const nap = f.nap.async(300);
    const waits = rejection(f.done.async(1, { signal: controller.signal }));
    const behind = f.done.async(2);
    setTimeout(() => controller.abort(new Error("mine")), 50);
    expect(await waits).toEqual(new Error("mine"));
    expect(await Promise.all([nap, behind])).toEqual([300, 2]);
    expect(status().helper.restarts).toBe(0);
    await until(() => status().helper.waiting === 0);
    expect(done().get(2)).toBe(1);
  });

  it("that comes when its call was done, ends no other's helper", async () => {
    const { f, status, done } = openEnding();
    f.done(1);
    const controller = new AbortController();
    const call = settled([f.done.async(2, { signal: controller.signal })]);
    const other = f.nap.async(300);
    await null; // they are sent
    while (done().size < 2);
    for (const end = performance.now() + 50; performance.now() < end; );
    controller.abort(new Error("mine"));
    await call;
    expect(await other).toBe(300);
    expect(status().helper.restarts).toBe(0);
  });
});
