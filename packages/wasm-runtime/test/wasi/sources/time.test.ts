import { describe, expect, it } from "vitest";
import { Errno } from "../../../src/wasi/errno.ts";
import { World } from "../world.ts";

const OK = "ESUCCESS";
const MONOTONIC = 1;

function timeOf(world: World, clock: number): bigint {
  const result = world.room(8);
  expect(world.call("clock_time_get", clock, 0n, result)).toBe(OK);
  return world.view.getBigUint64(result, true);
}

interface Subscribed {
  readonly type?: number;
  readonly clock?: number;
  readonly timeout?: bigint;
  readonly flags?: number;
  readonly fd?: number;
}

/** Userdata, errno and type of each event; or the errno's name. */
function poll(world: World, ...subscriptions: Subscribed[]): number[][] | string {
  const input = world.room(48 * subscriptions.length);
  const output = world.room(32 * subscriptions.length);
  const result = world.room(8);
  const { view } = world;
  subscriptions.forEach(({ type = 0, clock = MONOTONIC, timeout = 0n, flags = 0, fd }, i) => {
    const at = input + 48 * i;
    view.setBigUint64(at, BigInt(i + 100), true);
    view.setUint8(at + 8, type);
    view.setUint32(at + 16, fd ?? clock, true);
    view.setBigUint64(at + 24, timeout, true);
    view.setUint16(at + 40, flags, true);
  });
  const errno = world.call("poll_oneoff", input, output, subscriptions.length, result);
  if (errno !== OK) return errno;
  return Array.from({ length: view.getUint32(result, true) }, (_, i) => {
    const at = output + 32 * i;
    return [
      Number(view.getBigUint64(at, true)),
      view.getUint16(at + 8, true),
      view.getUint8(at + 10),
    ];
  });
}

describe("clock: real", () => {
  it("tells the host's time of day, and time since the guest began", () => {
    const world = new World();
    const before = BigInt(Date.now()) * 1_000_000n;
    expect(timeOf(world, 0)).toBeGreaterThanOrEqual(before);
    expect(timeOf(world, MONOTONIC)).toBeLessThan(60_000_000_000n);
    const [first, second] = [timeOf(world, MONOTONIC), timeOf(world, MONOTONIC)];
    expect(second).toBeGreaterThanOrEqual(first);
    expect(timeOf(world, 3)).toBeGreaterThanOrEqual(second);
  });

  it("has a resolution for every clock, and four of them", () => {
    const world = new World();
    for (const clock of [0, 1, 2, 3]) expect(world.call("clock_res_get", clock, 8)).toBe(OK);
    for (const clock of [4, -1]) {
      expect(world.call("clock_res_get", clock, 8)).toBe("EINVAL");
      expect(world.call("clock_time_get", clock, 0n, 8)).toBe("EINVAL");
    }
  });
});

describe("clock: { now, step }", () => {
  it("stands still without a step", () => {
    const world = new World({ clock: { now: 1.5 } });
    expect([timeOf(world, 0), timeOf(world, 0)]).toEqual([1_500_000n, 1_500_000n]);
    expect([timeOf(world, 1), timeOf(world, 2)]).toEqual([0n, 0n]);
  });

  it("goes on by a step at each reading, whichever clock is read", () => {
    const world = new World({ clock: { now: 1000, step: 0.25 } });
    expect([timeOf(world, 0), timeOf(world, 1), timeOf(world, 0)]).toEqual([
      1_000_000_000n,
      250_000n,
      1_000_500_000n,
    ]);
  });

  it("goes on instead of waiting", () => {
    const world = new World({ clock: { now: 0 } });
    const hour = 3_600_000_000_000n;
    expect(poll(world, { timeout: hour })).toEqual([[100, 0, 0]]);
    expect(timeOf(world, MONOTONIC)).toBe(hour);
    expect(poll(world, { timeout: 2n * hour, flags: 1 })).toEqual([[100, 0, 0]]);
    expect(timeOf(world, MONOTONIC)).toBe(2n * hour);
    expect(poll(world, { clock: 0, timeout: hour, flags: 1 })).toEqual([[100, 0, 0]]); // is over
    expect(timeOf(world, MONOTONIC)).toBe(2n * hour);
  });
});

describe("poll_oneoff", () => {
  it("waits until the first of its times, and no longer", () => {
    const slept: number[] = [];
    const world = new World({ sleep: (ms) => slept.push(ms) });
    const events = poll(
      world,
      { timeout: 30_000_000n },
      { timeout: 20_000_000n },
      { timeout: 20_000_000n },
    );
    expect(events).toEqual([
      [101, 0, 0],
      [102, 0, 0],
    ]);
    expect(slept).toEqual([20]);
  });

  it("stops this thread if nothing else is said", () => {
    const began = performance.now();
    expect(poll(new World(), { timeout: 15_000_000n })).toEqual([[100, 0, 0]]);
    expect(performance.now() - began).toBeGreaterThan(10);
  });

  it("does not wait when a descriptor is ready, as they always are", () => {
    const world = new World({
      sleep: () => {
        throw new Error("slept");
      },
    });
    const events = poll(world, { timeout: 2n ** 64n - 1n }, { type: 1, fd: 0 }, { type: 2, fd: 1 });
    expect(events).toEqual([
      [101, 0, 1],
      [102, 0, 2],
    ]);
  });

  it("answers for a descriptor that is not open, or not for that, in its event", () => {
    const world = new World();
    expect(poll(world, { type: 1, fd: 9 }, { type: 2, fd: 0 }, { clock: 9 }, { flags: 2 })).toEqual(
      [
        [100, Errno.EBADF, 1],
        [101, Errno.ENOTCAPABLE, 2],
        [102, Errno.EINVAL, 0],
        [103, Errno.EINVAL, 0],
      ],
    );
  });

  it("is refused without anything to wait for, for too much, and for what is unknown", () => {
    const world = new World();
    expect(poll(world)).toBe("EINVAL");
    expect(world.call("poll_oneoff", 0, 0, 1025, 0)).toBe("EINVAL");
    expect(poll(world, { type: 3 })).toBe("EINVAL");
  });

  it("passes on what the host's sleep throws: a deadline ends the guest's call", () => {
    const world = new World({
      sleep: () => {
        throw new Error("deadline");
      },
    });
    expect(() => poll(world, { timeout: 1_000_000n })).toThrow("deadline");
    expect(() => world.call("sched_yield")).toThrow("deadline");
  });
});
