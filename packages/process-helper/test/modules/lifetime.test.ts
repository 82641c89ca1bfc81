import { readdirSync } from "node:fs";
import { processHelper } from "@cofferdam/process-helper";
import { describe, expect, it } from "vitest";
import { collected, guest, honest, rejection } from "./run.ts";

const descriptors = () => readdirSync("/proc/self/fd").length;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("HostedModule.dispose()", () => {
  it("ends the helper, rejects the calls that run, and leaves nothing open", async () => {
    await (await honest()).dispose();
    const before = descriptors();
    for (let round = 0; round < 5; round++) {
      const hosted = await honest();
      const [helper] = hosted.status().helper.helpers;
      const running = rejection(hosted.exports.slowly(1));
      hosted.dispose();
      hosted.dispose();
      expect(await running).toMatchObject({ code: "ERR_TARGET_DISPOSED" });
      expect(isAlive(helper?.pid as number)).toBe(false);
      expect(await rejection(hosted.exports.add(1, 2))).toMatchObject({
        code: "ERR_TARGET_DISPOSED",
      });
      expect(await rejection(hosted.reopen())).toMatchObject({ code: "ERR_TARGET_DISPOSED" });
    }
    expect(descriptors()).toBeLessThanOrEqual(before);
  });

  it("is what `await using` does", async () => {
    const hosted = await honest();
    await hosted[Symbol.asyncDispose]();
    expect(hosted.status()).toMatchObject({ state: "disposed", faults: {} });
  });

  it("is not needed for a module that nobody has anything of any more", async () => {
    const pid = await pidOfAbandoned();
    await collected(() => !isAlive(pid));
  });
});

/** Of a function of its own: what it had is gone then. */
async function pidOfAbandoned(): Promise<number> {
  const from = import.meta.url;
  const hosted = await processHelper().import("./guests/honest.mjs", { from });
  await hosted.exports.add(1, 2);
  return hosted.status().helper.helpers[0]?.pid as number;
}

describe("HostedModule.reopen()", () => {
  it("imports the module anew, and the handles of the last one are lost", async () => {
    const hosted = await honest();
    const { exports } = hosted;
    const counter = new exports.Counter(1);
    await counter.increment();
    await Promise.all([hosted.reopen(), hosted.reopen()]);
    expect(await rejection(counter.increment())).toMatchObject({ code: "ERR_HANDLE_LOST" });
    expect(await hosted.exports.add(1, 2)).toBe(3);
    expect(hosted.status().helper).toMatchObject({ restarts: 1, waiting: 0 });
  });

  it("waits for longer and longer after many deaths in a row", async () => {
    const hosted = await guest("hostile.mjs");
    let error: { code?: string } = {};
    for (let death = 0; death < 10 && error.code !== "ERR_HELPER_BROKEN"; death++) {
      await rejection(hosted.exports.abort());
      error = (await hosted.reopen().catch((error) => error)) ?? {};
    }
    expect(error.code).toBe("ERR_HELPER_BROKEN");
    expect(hosted.status().helper.backOff).toBeGreaterThan(0);
  });
});

describe("HostedModule.status()", () => {
  it("shows the helper, what confines it, and what it was asked for", async () => {
    const hosted = await honest({ timeout: 0, queue: 7 });
    await hosted.exports.add(1, 2);
    const status = hosted.status();
    expect(status).toMatchObject({
      target: "./guests/honest.mjs",
      kind: "module",
      state: "open",
      calls: 1,
      functions: [{ symbol: "add", calls: 1, mode: "helper" }],
      helper: { limits: { timeout: null, queue: 7 }, restarts: 0, waiting: 0, callbacks: 0 },
    });
    expect(status.helper.confinement.map(({ piece }) => piece)).toContain("seccomp");
    expect(status.helper.helpers).toEqual([
      {
        pid: expect.any(Number),
        rss: expect.any(Number),
        uptime: expect.any(Number),
        ready: true,
      },
    ]);
  });
});
