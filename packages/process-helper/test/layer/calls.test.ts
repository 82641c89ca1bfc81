import { describe, expect, it } from "vitest";
import { code, openIn, openLab } from "./lab.js";
import { lists } from "./lists.js";

const ADD = "int add(int a, int b)";
const KIB = 1024;
const MIB = KIB * KIB;

describe.each(lists)("func(prototype) in [%s]", (_name, layers) => {
  const lab = openIn(layers({ timeout: 0 }));
  const add = lab.func(ADD);

  it("is called at once, or with a promise", async () => {
    expect(add(1, 2)).toBe(3);
    expect(await add.async(3, 4)).toBe(7);
  });

  it("keeps the order of calls, however they are made", async () => {
    const next = lab.func("int next(void)");
    const first = next() as number;
    const promises = [next.async(), next.async()];
    const inBetween = next();
    promises.push(next.async());
    expect([...(await Promise.all(promises)), inBetween].sort()).toEqual(
      [1, 2, 3, 4].map((more) => first + more).sort(),
    );
  });

  it("settles asynchronous calls in the order in which they were made", async () => {
    const settled: number[] = [];
    const calls = [5, 0, 3].map((ms, index) =>
      lab
        .func("int sleep_ms(int ms)")
        .async(ms)
        .then(() => settled.push(index)),
    );
    await Promise.all(calls);
    expect(settled).toEqual([0, 1, 2]);
  });

  it("takes thousands of asynchronous calls, with synchronous ones in between", async () => {
    const calls: Promise<unknown>[] = [];
    for (let n = 0; n < 3000; n++) {
      calls.push(add.async(n, 1));
      if (n % 100 === 0) expect(add(n, 2)).toBe(n + 2);
    }
    expect(await Promise.all(calls)).toEqual(calls.map((_, n) => n + 1));
  });

  it("gives back results of a mebibyte, and takes arguments of one", async () => {
    const letters = lab.func("const char *letters(int count)");
    const lengthOf = lab.func("int length_of(const char *text)");
    for (const count of [100, 16 * KIB, 70 * KIB, MIB]) {
      const text = "x".repeat(count);
      expect(letters(count) === text).toBe(true);
      expect((await letters.async(count)) === text).toBe(true);
      expect(lengthOf(text)).toBe(count);
      expect(await lengthOf.async(text)).toBe(count);
    }
  });

  it("takes buffers of ten mebibytes there and back", async () => {
    const bytes = Buffer.alloc(10 * MIB, 1);
    expect(lab.func("int sum(const uint8_t *bytes, int count)")(bytes, bytes.length)).toBe(
      10 * MIB,
    );
    const fill = lab.func("int fill(uint8_t *bytes, int count, int value)");
    fill(bytes, bytes.length, 7);
    expect(bytes.equals(Buffer.alloc(10 * MIB, 7))).toBe(true);
    await fill.async(bytes, bytes.length, 8);
    expect(bytes.equals(Buffer.alloc(10 * MIB, 8))).toBe(true);
  });

  it("gives asynchronous calls with results of many sizes each its own", async () => {
    const letters = lab.func("const char *letters(int count)");
    const counts = Array.from({ length: 40 }, (_, n) => n * n * 30);
    const texts = await Promise.all(counts.map((count) => letters.async(count)));
    expect(texts.map((text) => String(text).length)).toEqual(counts);
  });
});

describe("func.async(...args, { signal })", () => {
  const reason = new Error("no longer needed");

  it("does not call when it was aborted before", async () => {
    using lab = openLab();
    const next = lab.func("int next(void)");
    const signal = AbortSignal.abort(reason);
    await expect(next.async({ signal })).rejects.toBe(reason);
    expect(next()).toBe(1);
  });

  it("takes a call back that waits for others to be done", async () => {
    using lab = openLab();
    const [sleep, next] = [lab.func("int sleep_ms(int ms)"), lab.func("int next(void)")];
    const { pid } = lab.status().helper.helpers[0] as { pid: number };
    const controller = new AbortController();
    const running = Array.from({ length: 600 }, () => sleep.async(0));
    const waiting = next.async({ signal: controller.signal });
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await Promise.all(running);
    expect(next()).toBe(1);
    expect(lab.status()).toMatchObject({ faults: {}, helper: { helpers: [{ pid }] } });
  });

  it("ends a call that runs, with its helper, and later calls find another", async () => {
    using lab = openLab();
    const sleep = lab.func("int sleep_ms(int ms)");
    const { async: add } = lab.func(ADD);
    const controller = new AbortController();
    const running = sleep.async(1_000_000, { signal: controller.signal });
    const behind = add(20, 22);
    setTimeout(() => controller.abort(reason), 20);
    await expect(running).rejects.toBe(reason);
    expect(await behind).toBe(42);
    expect(lab.status()).toMatchObject({ faults: { timeout: 1 }, helper: { restarts: 1 } });
  });

  it("rejects what more is asked for than may wait", async () => {
    using lab = openLab({ queue: 2 });
    const { async: add } = lab.func(ADD);
    const [first, second, third] = [add(1, 1), add(2, 2), add(3, 3)];
    await expect(third).rejects.toThrow(code("ERR_HELPER_BUSY") as Error);
    expect(await Promise.all([first, second])).toEqual([2, 4]);
    expect(await add(4, 4)).toBe(8);
  });
});
