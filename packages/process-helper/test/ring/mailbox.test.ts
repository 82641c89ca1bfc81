import { afterEach, describe, expect, it } from "vitest";
import { compileHelper } from "./compile.ts";
import { deeds } from "./deeds.mjs";
import { Host, native } from "./host.mjs";

const helper = compileHelper();
const HOST_FUNCTION = 77;
const hosts: Host[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.dispose();
});

function open(): Host {
  const host = new Host().spawn(helper);
  hosts.push(host);
  return host;
}

/** A call whose callback makes the same call, so deep. */
function nest(host: Host, depth: number): number {
  const callback = host.call(deeds.callBack);
  expect(callback).toMatchObject({ outcome: "ok", kind: "callback", fn: HOST_FUNCTION });
  const { id } = host;
  const inner = depth > 1 ? nest(host, depth - 1) : 0;
  return host.reply([inner], id).slots?.[0] ?? Number.NaN;
}

describe("reply(ring, id, timeoutMs)", () => {
  it("reaches a helper in the middle of a call", () => {
    const host = open();
    for (let n = 0; n < 1000; n++) {
      expect(host.call(deeds.callBack)).toMatchObject({ kind: "callback", fn: HOST_FUNCTION });
      expect(host.reply([n], host.id)).toMatchObject({ kind: "returned", slots: [n + 1, 0] });
    }
  });

  it("comes after calls within the callback, which are answered there", () => {
    const host = open();
    host.call(deeds.callBack);
    const { id } = host;
    for (let n = 0; n < 100; n++) expect(host.call(deeds.add, [n, n]).slots?.[0]).toBe(2 * n);
    expect(host.reply([5], id).slots?.[0]).toBe(6);
    expect(host.call(deeds.add, [3, 4]).slots?.[0]).toBe(7);
  });

  it("finds its callback among 50 that are open", () => {
    const host = open();
    expect(nest(host, 50)).toBe(50);
    expect(nest(host, 2)).toBe(2);
  });

  it("is refused when no callback is open", () => {
    expect(() => open().reply([1])).toThrow("No callback waits for a reply.");
  });

  it("lets requests that were sent in the meantime wait", () => {
    const host = open();
    host.call(deeds.callBack);
    const { id } = host;
    host.prepare(deeds.add, [20, 1]);
    host.publish(1);
    expect(host.call(deeds.add, [1, 1]).slots?.[0]).toBe(2);
    expect(host.reply([8], id).slots?.[0]).toBe(9);
    expect(host.call(deeds.add, [1, 2]).slots?.[0]).toBe(3);
    expect(host.take()).toMatchObject([{ slots: [21, 1] }]);
  });

  it("answers a callback of an asynchronous call, and of one that a synchronous call waits behind", async () => {
    const host = open();
    host.prepare(deeds.callBack);
    host.publish(1);
    expect(host.call(deeds.add, [1, 2])).toMatchObject({ kind: "callback" });
    expect(host.reply([1], host.id).slots?.[0]).toBe(3);
    expect(host.take()).toMatchObject([{ kind: "returned", slots: [2, 0] }]);

    host.prepare(deeds.callBack);
    host.publish(1);
    const came = new Promise((resolve) => native.watch(host.handle, () => resolve(host.take())));
    if (native.arm(host.handle)) expect(await came).toMatchObject([{ kind: "callback" }]);
    else expect(host.take()).toMatchObject([{ kind: "callback" }]);
    host.reply([41]);
    expect(host.call(deeds.add, [0, 0]).outcome).toBe("ok");
    expect(host.take()).toMatchObject([{ slots: [42, 0] }]);
  });
});
