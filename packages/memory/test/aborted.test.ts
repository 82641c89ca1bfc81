import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { buffersGuest, figuresOf, open } from "./open.ts";

const guest = open(buffersGuest());
const fillWhenTold = guest.func("int fill_when_told(uint8_t *bytes, int count)");
const sum = guest.func("int sum_bytes(uint8_t *bytes, int count)");
const entered = guest.variable("entered", "int");
const go = guest.variable("go", "int");
const lent = () => figuresOf(guest).lent;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(1);
}

afterEach(() => {
  entered.set(0);
  go.set(0);
});

describe("an asynchronous call that is aborted while it runs", () => {
  it.each([
    ["a small copy", 100],
    ["a large copy, which is unmapped when it is given back", 8 * 1024 ** 2],
  ])("keeps its buffer until it has ended: %s", async (_name, size) => {
    const { signal, abort } = abortable();
    const pending = fillWhenTold.async(Buffer.alloc(size), size, { signal });
    await until(() => entered.get() === 1);
    abort();
    await expect(pending).rejects.toBe("given up");
    expect(lent()).toBe(1);
    const innocent = Buffer.alloc(100, 1);
    go.set(1);
    while (lent() !== 0) {
      expect(sum(innocent, 100)).toBe(100);
      await sleep(0);
    }
    expect(innocent.equals(Buffer.alloc(100, 1))).toBe(true);
    expect(guest.status()).toMatchObject({ state: "open", lastFault: null });
  });

  it("is not called when it was still waiting, and its buffer is given back", async () => {
    const runs = Array.from({ length: 40 }, () => fillWhenTold.async(Buffer.alloc(8), 8));
    await until(() => entered.get() === 1);
    const { signal, abort } = abortable();
    const waiting = fillWhenTold.async(Buffer.alloc(8), 8, { signal });
    expect(lent()).toBe(41);
    abort();
    await expect(waiting).rejects.toBe("given up");
    await sleep(0);
    expect(lent()).toBe(40);
    go.set(1);
    expect(await Promise.all(runs)).toEqual(Array(40).fill(8));
  });
});

function abortable(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort("given up") };
}
