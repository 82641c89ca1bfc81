import { describe, expect, it } from "vitest";
import { once, openEnding, rejection, stateOf, until, ways } from "./counting.ts";

describe("a helper that is killed while it starts", () => {
  it("costs no call: a synchronous one has the next helper, and so have those that wait", async () => {
    const { f, pid, status, done } = openEnding({ spare: 0 });
    process.kill(pid(), "SIGKILL");
    await until(() => status().helper.helpers.length === 0);
    const waiting = [f.done.async(1), f.done.async(2)];
    expect(status().helper.helpers[0]?.ready).toBe(false);
    process.kill(pid(), "SIGKILL");
    expect(f.done(3)).toBe(3);
    expect(await Promise.all(waiting)).toEqual([1, 2]);
    expect(done()).toEqual(once(3));
    expect(status().helper.restarts).toBe(2);
  });
});

describe("a spare", () => {
  it("takes the place of a helper that died, and another one is started", async () => {
    const { f, pid, status } = openEnding();
    await until(() => status().helper.spares === 1);
    const spare = status().helper.helpers[1]?.pid;
    expect(() => f.end(ways.kill)).toThrow(/SIGKILL/);
    expect(f.add(1, 2)).toBe(3);
    expect(pid()).toBe(spare);
    await until(() => status().helper.spares === 1);
    expect(status().helper.restarts).toBe(1);
  });

  it("that is killed is not used, ready or not", async () => {
    const { f, status } = openEnding();
    for (const isReady of [true, false]) {
      await until(() => status().helper.helpers.length === 2);
      if (isReady) await until(() => status().helper.spares === 1);
      const spare = status().helper.helpers[1]?.pid as number;
      process.kill(spare, "SIGKILL");
      while (!/^[ZX]/.test(stateOf(spare) ?? "X")); // without a turn of the event loop
      expect(() => f.end(ways.kill)).toThrow(/SIGKILL/);
      expect(f.add(1, 2)).toBe(3);
    }
  });
});

describe("helpers that die one after another", () => {
  it("are no longer started for a while, which is said with the cause; and it passes", async () => {
    const { f, status } = openEnding({ spare: 0 });
    for (let deaths = 0; deaths < 5; deaths++) {
      expect(() => f.end(ways.kill)).toThrow(/SIGKILL/);
    }
    const broken = expect.objectContaining({ code: "ERR_HELPER_BROKEN", cause: expect.any(Error) });
    expect(() => f.add(1, 2)).toThrow(broken);
    expect(await rejection(f.add.async(1, 2))).toEqual(broken);
    await until(() => status().helper.backOff === 0);
    expect(f.add(1, 2)).toBe(3);
    expect(() => f.end(ways.kill)).toThrow(/SIGKILL/);
    expect(f.add(1, 2)).toBe(3);
  });
});

describe("the report of a death", () => {
  it("has the exit code or the signal, the last call, and the last that was written", () => {
    const { f } = openEnding();
    f.say("last words");
    const report = { exitCode: 3, signal: null, lastCall: "end", output: "last words" };
    expect(() => f.end(ways.exit)).toThrow(
      expect.objectContaining({ fault: { kind: "exit", ...report } }),
    );
    expect(f.add(1, 2)).toBe(3);
  });
});

describe("a queue that is full", () => {
  it("refuses one more call, and takes others when some are done", async () => {
    const { f, done } = openEnding({ queue: 10 });
    const calls = Array.from({ length: 10 }, (_, index) => f.done.async(index + 1));
    expect(await rejection(f.done.async(99))).toMatchObject({ code: "ERR_HELPER_BUSY" });
    await Promise.all(calls);
    expect(await f.done.async(11)).toBe(11);
    expect(done()).toEqual(once(11));
  });
});
