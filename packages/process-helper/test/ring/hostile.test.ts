import { afterEach, describe, expect, it } from "vitest";
import { reasons } from "../../src/native.ts";
import { compileHelper } from "./compile.ts";
import { deeds } from "./deeds.mjs";
import { Host, native } from "./host.mjs";

const helper = compileHelper();
const EPERM = 1;
const hosts: Host[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.dispose();
});

function open(): Host {
  const host = new Host().spawn(helper);
  hosts.push(host);
  expect(host.call(deeds.add, [1, 2]).slots?.[0]).toBe(3);
  return host;
}

describe("a helper that breaks the protocol", () => {
  it.each([
    ["wrongId", "it answered a request that it was not at"],
    ["wrongKind", "it published a response of no known kind"],
    ["flood", "it rang the doorbell again and again for nothing"],
  ] as const)("(%s) is found out: %s", (deed, reason) => {
    const { outcome, reason: number } = open().call(deeds[deed]);
    expect([outcome, reasons[number ?? 0]]).toEqual(["broken", reason]);
  });

  it("by a second answer is found out at once or at the next call", () => {
    const host = open();
    const first = host.call(deeds.answerTwice);
    const last = first.outcome === "ok" ? host.call(deeds.sleep) : first;
    expect(last.outcome).toBe("broken");
  });

  it("by speaking while it has to wait is found out", () => {
    const host = open();
    const first = host.call(deeds.callBackTwice);
    const last = first.outcome === "ok" ? host.call(deeds.sleep, [], 1000) : first;
    expect(last.outcome).toBe("broken");
  });

  it("stays broken, and is not alone: the next helper is well", () => {
    const host = open();
    expect(host.call(deeds.wrongId).outcome).toBe("broken");
    expect(host.call(deeds.add, [1, 2]).outcome).toBe("broken");
    expect(host.take()).toBe("broken");
    open();
  });
});

describe("a helper that scribbles over words and records for ever", () => {
  it("makes no more of the host than an outcome", () => {
    const seen = new Set<string>();
    // on a busy machine whole turns pass before the thread that scribbles runs
    for (let turn = 0; turn < 40 || !seen.has("broken"); turn++) {
      const host = open();
      let outcome = host.call(deeds.scribble, [], 50).outcome;
      for (let n = 0; n < 200 && outcome === "ok"; n++) {
        outcome = n % 3 === 0 ? taken(host) : host.call(deeds.add, [n, 1], 50).outcome;
        seen.add(outcome);
      }
      host.dispose();
    }
    for (const outcome of seen) expect(["ok", "broken", "timedOut", "died"]).toContain(outcome);
  });

  function taken(host: Host): string {
    host.prepare(deeds.add, [1, 1]);
    const outcome = host.publish(1);
    const came = host.take();
    return typeof came === "string" ? came : outcome;
  }
});

describe("a helper that misuses its descriptors", () => {
  it("cannot resize the memory", () => {
    expect(open().call(deeds.truncate).slots?.[0]).toBe(EPERM);
  });

  it("has died for the host when it has closed its doorbell", () => {
    const host = open();
    const { outcome } = host.call(deeds.closeAll, [], 5000);
    // the response may still have been seen
    if (outcome === "ok") expect(host.call(deeds.sleep, [], 5000).outcome).not.toBe("ok");
    else expect(outcome).toBe("died");
  });

  it("fills the doorbell to no avail: its call is answered, and the next one", () => {
    const host = open();
    const rings = new Uint32Array(host.ring.payload, 0, 1);
    host.prepare(deeds.floodOnce);
    host.publish(1);
    // not by a call: while the host listens the doorbell may never be full, and each ring is one for nothing
    while (Atomics.load(rings, 0) === 0);
    expect(rings[0]).toBeGreaterThan(100);
    expect(host.call(deeds.add, [2, 2]).slots?.[0]).toBe(4);
    expect(host.take()).toMatchObject([{ kind: "returned" }]);
    expect(host.call(deeds.add, [3, 3]).slots?.[0]).toBe(6);
  });

  it("does not keep the event loop busy by ringing for ever", async () => {
    const host = open();
    host.prepare(deeds.flood);
    host.publish(1);
    native.arm(host.handle);
    const end = await new Promise((resolve) => {
      native.watch(host.handle, () => {
        const came = host.take();
        if (typeof came === "string") resolve(came);
      });
    });
    expect(end).toBe("broken");
  });
});
