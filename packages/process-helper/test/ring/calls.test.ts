import { runChild } from "@cofferdam/testing/child.ts";
import { afterEach, describe, expect, it } from "vitest";
import { compileHelper } from "./compile.ts";
import { deeds } from "./deeds.mjs";
import { Host, MAX_RECORDS, native } from "./host.mjs";

const helper = compileHelper();
const hosts: Host[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.dispose();
});

function open(program?: string, payload?: number): Host {
  const host = new Host(payload).spawn(program);
  hosts.push(host);
  return host;
}

describe("call(ring, timeoutMs)", () => {
  it.each([
    ["a helper in Node", undefined],
    ["a helper in C++", helper],
  ])("is right 100,000 times with %s", (_, program) => {
    const host = open(program);
    let wrong = 0;
    for (let n = 0; n < 100_000; n++) {
      const { outcome, slots } = host.call(deeds.add, [n, -2 * n]);
      if (outcome !== "ok" || slots?.[0] !== -n) wrong++;
    }
    expect(wrong).toBe(0);
  });

  it("is right when nobody spins", () => {
    const host = open(helper);
    native.setSpin(host.handle, 0);
    for (let n = 0; n < 1000; n++) expect(host.call(deeds.add, [n, 1]).slots?.[0]).toBe(n + 1);
  });

  it("is right with host and helper on one core", async () => {
    const script = new URL("children/one-core.mjs", import.meta.url);
    const child = await runChild(script, { args: [helper] });
    expect(child.report()).toEqual({ right: [20_000, 20_000] });
  });

  it("leaves the responses to earlier requests for take, and says that they are there", () => {
    const host = open(helper);
    for (let n = 0; n < 10; n++) host.prepare(deeds.add, [n, 100], n);
    expect(host.publish(10)).toBe("ok");
    native.arm(host.handle);
    expect(host.call(deeds.add, [5, 5]).slots?.[0]).toBe(10);
    expect(host.state[1]).toBe(1);
    const taken = host.take();
    expect(taken).toHaveLength(10);
    expect(taken).toMatchObject(Array.from({ length: 10 }, (_, n) => ({ slots: [100 + n, 100] })));
  });

  it("looks once when the timeout is 0, without a spin, and leaves the response for take", () => {
    const host = open(helper);
    expect(host.call(deeds.add, [1, 2]).outcome).toBe("ok");
    native.setSpin(host.handle, 10_000_000);
    expect(host.call(deeds.pause, [500_000], 0).outcome).toBe("timedOut");
    native.setSpin(host.handle, 20);
    expect(host.call(deeds.add, [3, 4]).slots?.[0]).toBe(7);
    expect(host.take()).toMatchObject([{ slots: [500_000, 0] }]);
  });

  it("refuses one request more than there may be in flight", () => {
    const host = new Host();
    hosts.push(host);
    expect(host.publish(MAX_RECORDS + 1)).toBe("full");
    expect(host.publish(MAX_RECORDS)).toBe("ok");
    expect(host.publish(1)).toBe("full");
    expect(host.call(deeds.add, [1, 1]).outcome).toBe("full");
  });
});

describe("createRing(payloadBytes)", () => {
  it("throws with the errno when there is no such memory", () => {
    const EINVAL = 22;
    const failure = expect.objectContaining({ errno: EINVAL });
    expect(() => native.createRing(2 ** 41)).toThrow(failure);
  });

  it("makes a payload of whole pages", () => {
    const sizes = [0, 1, 8193].map((bytes) => open(helper, bytes).ring.payload.byteLength);
    expect(sizes).toEqual([0, 4096, 12_288]);
  });
});

describe("allocate(ring, bytes)", () => {
  it("gives blocks that the helper sees", () => {
    const host = open(helper);
    const block = native.allocate(host.handle, 100);
    const bytes = new Uint8Array(host.ring.payload, block, 100).fill(41);
    expect(host.call(deeds.payload, [block, 100]).outcome).toBe("ok");
    expect([...bytes]).toEqual(Array(100).fill(42));
  });

  it("never gives the same bytes twice, and all of them again when they were released", () => {
    const { handle } = open(helper, 4096);
    const sizes = [1, 64, 65, 500, 1000];
    const blocks = sizes.map((bytes) => ({ bytes, at: native.allocate(handle, bytes) }));
    const ends = blocks.map(({ bytes, at }) => at + bytes);
    for (const [n, { at }] of blocks.entries()) {
      expect(at % 64).toBe(0);
      if (n > 0) expect(at).toBeGreaterThanOrEqual(ends[n - 1] ?? 0);
    }
    expect(native.allocate(handle, 4096)).toBe(-1);
    for (const n of [1, 3, 0, 2, 4]) {
      expect(native.release(handle, blocks[n]?.at ?? -1)).toBe(true);
      expect(native.release(handle, blocks[n]?.at ?? -1)).toBe(false);
    }
    expect(native.allocate(handle, 4096)).toBe(0);
  });
});
