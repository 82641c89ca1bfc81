import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { code, type Lab, labPath, openLab } from "./lab.js";

const ADD = "int add(int a, int b)";
const pids = (lab: Lab) => lab.status().helper.helpers.flatMap(({ pid }) => pid ?? []);
const isThere = (pid: number) => existsSync(`/proc/${pid}`);
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("dispose()", () => {
  it("ends all helpers, which nobody has to wait for any more", async () => {
    const lab = openLab({ size: 2, spare: 1 });
    const { async: add } = lab.func(ADD);
    await Promise.all([add(1, 1), add(2, 2), add(3, 3)]);
    await turn();
    const all = pids(lab);
    expect(all.length).toBeGreaterThan(1);
    expect(all.every(isThere)).toBe(true);
    lab.dispose();
    expect(all.filter(isThere)).toEqual([]); // no zombies either
    expect(pids(lab)).toEqual([]);
  });

  it("gives descriptors back", () => {
    const count = () => readdirSync("/proc/self/fd").length;
    openLab().dispose();
    const before = count();
    for (let time = 0; time < 3; time++) {
      using lab = openLab();
      lab.func(ADD)(1, 2);
    }
    expect(count()).toBe(before);
  });

  it("is refused while an asynchronous call runs, and while one calls back", async () => {
    using lab = openLab();
    const [sleep, call] = [lab.func("int sleep_ms(int ms)"), lab.func("int call(Callback *, int)")];
    const busy = code("ERR_TARGET_BUSY") as Error;
    const running = sleep.async(1);
    expect(() => lab.dispose()).toThrow(busy);
    expect(() => lab.reopen()).toThrow(busy);
    await running;
    const refused = (x: number) => {
      expect(() => lab.dispose()).toThrow(busy);
      return x;
    };
    expect(call(refused, 4)).toBe(4);
    expect(lab.func(ADD)(1, 2)).toBe(3);
  });
});

describe("reopen()", () => {
  it("starts the library anew in every helper", async () => {
    using lab = openLab({ size: 2 });
    const next = lab.func("int next(void)");
    await Promise.all([next.async(), next.async(), next.async()]);
    lab.reopen();
    expect((await Promise.all([next.async(), next.async()])).sort()).toEqual([1, 1]);
    expect(lab.status()).toMatchObject({ reopened: 1, fresh: true });
  });
});

describe("status()", () => {
  it("tells of helpers, what is loaded and called, and of what went wrong", () => {
    using lab = openLab({ timeout: 5000 });
    lab.func(ADD)(1, 2);
    expect(lab.status()).toMatchObject({
      ...{ path: labPath, state: "open", calls: 1, liveAllocs: 0, faults: {} },
      helper: {
        limits: { size: 1, spare: 0, timeout: 5000, memoryLimit: null },
        loadedLibs: [labPath],
        ...{ restarts: 0, waiting: 0, backOff: 0, spares: 0 },
        helpers: [{ ready: true, rss: expect.any(Number), pid: expect.any(Number) }],
      },
    });
    const [before] = pids(lab);
    expect(() => lab.func("void die(int code)")(6)).toThrow(code("ERR_ISOLATION_EXIT") as Error);
    expect(lab.func(ADD)(1, 2)).toBe(3);
    expect(lab.status()).toMatchObject({
      ...{ state: "open", tainted: false, faults: { exit: 1 } },
      lastFault: { kind: "exit", exitCode: 6, signal: null, lastCall: "die" },
      helper: { restarts: 1 },
    });
    expect(pids(lab)).not.toContain(before);
  });
});
