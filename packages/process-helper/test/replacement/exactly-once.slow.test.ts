import { describe, expect, it } from "vitest";
import { faultOf, once, openEnding, settled, signalSoon, until, ways } from "./counting.ts";

describe("a call that waits behind the one that its helper died in", () => {
  it.each(["kill", "exit", "abort", "crash"] as const)(
    "is done by the next helper, once, when that one ends it by %s",
    async (way) => {
      const { f, done, status } = openEnding();
      const before = Array.from({ length: 40 }, (_, index) => f.done.async(index + 1));
      const fatal = faultOf(f.end.async(ways[way]));
      const behind = Array.from({ length: 40 }, (_, index) => f.done.async(index + 41));
      const answers = await Promise.all([...before, ...behind]);
      expect(answers).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
      expect(await fatal).toMatchObject({ kind: "exit", lastCall: "end" });
      expect(done()).toEqual(once(80));
      expect(status().helper.restarts).toBe(1);
    },
  );

  it("is done once also when there are more than the helper is given at a time", async () => {
    const { f, done } = openEnding();
    const fatal = faultOf(f.end.async(ways.kill));
    const calls = Array.from({ length: 1500 }, (_, index) => f.done.async(index + 1));
    await Promise.all(calls);
    expect((await fatal).kind).toBe("exit");
    expect(done()).toEqual(once(1500));
  });

  it("gets back what it lent, with what the next helper wrote to it", async () => {
    const { f, lib, done } = openEnding();
    const shared = lib.alloc(16);
    const own = Buffer.alloc(16, 1);
    const fatal = faultOf(f.end.async(ways.kill));
    const calls = [f.bytes.async(1, shared, 16), f.bytes.async(2, own, 16)];
    expect(await Promise.all(calls)).toEqual([1, 2]);
    await fatal;
    expect(shared).toEqual(Buffer.alloc(16, 1));
    expect(own).toEqual(Buffer.alloc(16, 2));
    expect(done()).toEqual(once(2));
    lib.free(shared);
  });

  it("is done once when it is synchronous, and those before it as well", async () => {
    const { f, done } = openEnding();
    const calls = Array.from({ length: 10 }, (_, index) => f.done.async(index + 1));
    const fatal = faultOf(f.end.async(ways.kill));
    expect(f.done(11)).toBe(11);
    await Promise.all(calls);
    await fatal;
    expect(done()).toEqual(once(11));
  });
});

describe("a call that was done when its helper died", () => {
  it("is not done again for an answer that had yet to be fetched", async () => {
    const { f, done, pid } = openEnding();
    f.text(1, 1);
    const calls = Array.from({ length: 20 }, (_, index) => f.text.async(index + 2, 10));
    await null; // they are sent
    while (done().size < 21);
    process.kill(pid(), "SIGKILL");
    for (const { reason } of await settled(calls)) {
      if (reason) expect(reason).toMatchObject({ fault: { kind: "exit" } });
    }
    expect(done()).toEqual(once(21));
  });

  it("gives its value when the answer was there", async () => {
    const { f, done, pid, status } = openEnding();
    f.done(1);
    const calls = Array.from({ length: 20 }, (_, index) => f.done.async(index + 2));
    await null;
    while (done().size < 21);
    process.kill(pid(), "SIGKILL");
    await until(() => status().helper.waiting === 0);
    const answers = await settled(calls);
    // of the last one it is not known whether it was answered
    expect(answers.filter(({ reason }) => reason).length).toBeLessThan(2);
    expect(done()).toEqual(once(21));
  });
});

describe("a call in the middle of which its helper died", () => {
  it("is done once more when it is idempotent, but not twice", async () => {
    const { f, done } = openEnding({ idempotent: ["end_once", "end"] });
    expect(f.endOnce(1)).toBe(1);
    expect(await f.endOnce.async(2)).toBe(1);
    expect(done()).toEqual(
      new Map([
        [1, 2],
        [2, 2],
      ]),
    );
    expect(() => f.end(ways.kill)).toThrow(/lost its helper process: SIGKILL/);
    expect((await faultOf(f.end.async(ways.kill))).kind).toBe("exit");
  });

  it("is not done again when it is not", async () => {
    const { f, done } = openEnding();
    expect(() => f.endOnce(1)).toThrow(/lost its helper process/);
    expect((await faultOf(f.endOnce.async(2))).kind).toBe("exit");
    expect(done()).toEqual(once(2));
  });
});

describe("answers that are too large to be there together", () => {
  it("are fetched one after the other", async () => {
    const { f, status } = openEnding();
    const texts = await Promise.all(
      Array.from({ length: 8 }, (_, index) => f.text.async(index, 12_000_000)),
    );
    expect(texts.map((text) => (text as string).length)).toEqual(Array(8).fill(12_000_000));
    expect(texts.map((text) => (text as string)[0])).toEqual([..."abcdefgh"]);
    expect(status().helper.restarts).toBe(0);
  });
});

describe("a helper that is ended from outside", () => {
  it.each(["SIGKILL", "SIGTERM", "SIGSEGV"] as const)(
    "by %s, while it is idle, costs no call",
    async (signal) => {
      const { f, pid, status } = openEnding();
      expect(f.add(1, 2)).toBe(3);
      const first = pid();
      process.kill(first, signal);
      await until(() => !status().helper.helpers.some((helper) => helper.pid === first));
      expect(f.add(3, 4)).toBe(7);
      expect(await f.add.async(5, 6)).toBe(11);
      expect(status().helper.restarts).toBe(1);
    },
  );

  it("in a synchronous call, is that call's fault, and the next one's no more", () => {
    const { f, pid } = openEnding();
    signalSoon(pid(), "SIGKILL");
    expect(() => f.end(ways.sleep)).toThrow(
      expect.objectContaining({
        fault: { kind: "exit", exitCode: null, signal: "SIGKILL", lastCall: "end" },
      }),
    );
    expect(f.add(1, 2)).toBe(3);
  });

  it("by SIGSTOP, is ended at the deadline of the call", async () => {
    const { f, pid } = openEnding({ timeout: 500 });
    process.kill(pid(), "SIGSTOP");
    expect(() => f.add(1, 2)).toThrow(expect.objectContaining({ code: "ERR_ISOLATION_TIMEOUT" }));
    expect(f.add(1, 2)).toBe(3);
    process.kill(pid(), "SIGSTOP");
    expect((await faultOf(f.add.async(1, 2))).kind).toBe("timeout");
    expect(f.add(1, 2)).toBe(3);
  });
});
