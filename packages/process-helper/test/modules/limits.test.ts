import { limited } from "@cofferdam/process-helper";
import { describe, expect, it } from "vitest";
import { guest, honest, rejection } from "./run.ts";

describe("limited(function, { timeout, signal })", () => {
  it("ends the helper when the time of one call is up", async () => {
    const { exports } = await guest("hostile.mjs", { timeout: 0 });
    const error = await rejection(limited(exports.loop, { timeout: 100 })());
    expect(error).toMatchObject({ fault: { kind: "timeout", limit: 100 }, symbol: "loop" });
  });

  it("has a call go on for longer than the others may", async () => {
    const { exports } = await guest("waits.mjs", { timeout: 500 });
    expect(await limited(exports.wait, { timeout: 0 })(1000)).toBe(1000);
  });

  it("limits methods and constructors", async () => {
    const { exports } = await guest("waits.mjs", { timeout: 0 });
    const Waiter = limited(exports.Waiter, { timeout: 100 });
    const waiter = new Waiter(0);
    expect(await waiter.wait(1)).toBe(1);
    expect(await rejection(limited(waiter.wait, { timeout: 100 })(60_000))).toMatchObject({
      fault: { kind: "timeout" },
      symbol: "Waiter.wait",
    });
  });

  it("rejects with the reason of the signal at once, and ends the helper that is at it", async () => {
    const hosted = await guest("waits.mjs", { timeout: 0 });
    const abort = new AbortController();
    const waiting = hosted.exports.wait(60_000);
    const call = rejection(limited(hosted.exports.wait, { signal: abort.signal })(60_000));
    const reason = new Error("nobody wants it");
    abort.abort(reason);
    expect(await call).toBe(reason);
    expect(await rejection(waiting)).toMatchObject({ fault: { kind: "exit", signal: "SIGKILL" } });
    expect(hosted.status().lastFault).toMatchObject({ kind: "timeout", aborted: true });
  });

  it("does not begin a call whose signal is aborted", async () => {
    const hosted = await honest();
    const add = limited(hosted.exports.add, { signal: AbortSignal.abort(new Error("too late")) });
    expect(await rejection(add(1, 2))).toMatchObject({ message: "too late" });
    expect(await hosted.exports.add(1, 2)).toBe(3);
  });

  it("forgets the signal of a call that has come back", async () => {
    const { exports } = await honest();
    const abort = new AbortController();
    expect(await limited(exports.add, { signal: abort.signal })(1, 2)).toBe(3);
    abort.abort();
    expect(await exports.add(2, 2)).toBe(4);
  });
});

describe("processHelper({ queue })", () => {
  it("refuses calls when so many wait, and takes them again later", async () => {
    const { exports } = await honest({ queue: 10 });
    const waiting = Array.from({ length: 10 }, () => exports.slowly(1));
    expect(await rejection(exports.slowly(1))).toMatchObject({ code: "ERR_HELPER_BUSY" });
    await Promise.all(waiting);
    expect(await exports.slowly(2)).toBe(2);
  });
});
