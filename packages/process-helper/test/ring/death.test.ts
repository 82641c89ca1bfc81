import { afterEach, describe, expect, it } from "vitest";
import { compileHelper } from "./compile.ts";
import { deeds } from "./deeds.mjs";
import { Host, native } from "./host.mjs";

const helper = compileHelper();
const SIGKILL = 9;
const hosts: Host[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.dispose();
});

function open(...args: string[]): Host {
  const host = new Host().spawn(helper, args);
  hosts.push(host);
  return host;
}

describe("a helper that dies", () => {
  it.each(["start", "map"])("before it is ready (%s) is reported with its signal", (step) => {
    const host = open(step);
    expect(host.call(deeds.add, [1, 2])).toMatchObject({ outcome: "died" });
    expect(native.reap(host.handle, true)).toEqual({ code: -1, signal: SIGKILL });
  });

  it("in the middle of a call is reported with its signal, and stays dead", () => {
    const host = open();
    expect(host.call(deeds.add, [1, 2]).outcome).toBe("ok");
    expect(host.call(deeds.die)).toMatchObject({ outcome: "died" });
    expect(native.reap(host.handle, true)).toEqual({ code: -1, signal: SIGKILL });
    expect(host.call(deeds.add, [1, 2]).outcome).toBe("died");
    expect(host.take()).toBe("died");
  });

  it("after it has answered has answered", () => {
    const host = open();
    expect(host.call(deeds.answerAndDie).outcome).toBe("ok");
    expect(host.call(deeds.add, [1, 2]).outcome).toBe("died");
  });

  it("while it is idle is reported at the next call", () => {
    const host = open();
    expect(host.call(deeds.add, [1, 2]).outcome).toBe("ok");
    expect(host.kill()).toEqual({ code: -1, signal: SIGKILL });
    expect(host.call(deeds.add, [1, 2]).outcome).toBe("died");
  });

  it("while a callback of its is open is reported", () => {
    const host = open();
    expect(host.call(deeds.callBack)).toMatchObject({ outcome: "ok", kind: "callback" });
    const { id } = host;
    host.kill();
    expect(host.reply([1], id).outcome).toBe("died");
  });

  it("by exit() is reported with its code", () => {
    const host = open();
    expect(host.call(deeds.exit)).toMatchObject({ outcome: "died" });
    expect(native.reap(host.handle, true)).toEqual({ code: 7, signal: -1 });
  });

  it("wakes an event loop that watches", async () => {
    const host = open();
    const woken = new Promise<void>((resolve) => native.watch(host.handle, resolve));
    native.arm(host.handle);
    host.prepare(deeds.die);
    host.publish(1);
    await woken;
    expect(host.take()).toBe("died");
  });
});

describe("a program that cannot be started", () => {
  it("throws with its errno, and leaves the ring usable", () => {
    const host = new Host();
    hosts.push(host);
    expect(() => host.spawn("/nowhere/helper")).toThrow(
      expect.objectContaining({ message: "spawn: No such file or directory", errno: 2 }),
    );
    expect(host.spawn(helper).call(deeds.add, [1, 2]).slots?.[0]).toBe(3);
  });
});

describe("a helper that does not answer", () => {
  it.each(["stop", "sleep", "loop"] as const)("(%s) is timed out at the deadline", (deed) => {
    const host = open();
    expect(host.call(deeds.add, [1, 2]).outcome).toBe("ok");
    const start = performance.now();
    expect(host.call(deeds[deed], [], 50)).toMatchObject({ outcome: "timedOut" });
    expect(performance.now() - start).toBeGreaterThanOrEqual(49);
    expect(native.reap(host.handle, false)).toBeUndefined();
    expect(host.kill()).toEqual({ code: -1, signal: SIGKILL });
  });
});
