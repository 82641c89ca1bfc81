import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Alarm } from "../../src/host/alarm.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function alarm(): { readonly alarm: Alarm; readonly rings: number[] } {
  const rings: number[] = [];
  const alarmed = { timeIsUp: () => void rings.push(performance.now() - start), rings };
  const start = performance.now();
  // the owner keeps the alarm, never the other way round: here the array keeps the owner
  return { alarm: new Alarm(alarmed), rings: Object.assign(rings, { alarmed }) };
}

describe("Alarm.setFor(time)", () => {
  it("rings once, at that time", () => {
    const { alarm: own, rings } = alarm();
    own.setFor(performance.now() + 100);
    vi.advanceTimersByTime(99);
    expect([...rings]).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect([...rings]).toEqual([100]);
  });

  it("rings earlier when it is set for an earlier time, and not twice", () => {
    const { alarm: own, rings } = alarm();
    own.setFor(performance.now() + 30_000);
    own.setFor(performance.now() + 50);
    vi.advanceTimersByTime(60_000);
    expect([...rings]).toEqual([50]);
  });

  it("keeps the earlier time when it is set for a later one: who is told asks again", () => {
    const { alarm: own, rings } = alarm();
    own.setFor(performance.now() + 50);
    own.setFor(performance.now() + 100);
    vi.advanceTimersByTime(60_000);
    expect([...rings]).toEqual([50]);
  });

  it("rings at once for a time that is over", () => {
    const { alarm: own, rings } = alarm();
    own.setFor(performance.now() - 5);
    vi.advanceTimersByTime(1);
    expect(rings.length).toBe(1);
  });

  it("never rings for Infinity, and for more than a timer can wait it rings early", () => {
    const { alarm: own, rings } = alarm();
    own.setFor(Number.POSITIVE_INFINITY);
    expect(vi.getTimerCount()).toBe(0);
    own.setFor(performance.now() + 2 ** 32);
    vi.advanceTimersByTime(2 ** 31);
    expect(rings.length).toBe(1);
  });

  it("does not ring after clear()", () => {
    const { alarm: own, rings } = alarm();
    own.setFor(performance.now() + 50);
    own.clear();
    vi.advanceTimersByTime(1000);
    expect([...rings]).toEqual([]);
  });
});
