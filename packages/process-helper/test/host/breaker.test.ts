import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Breaker } from "../../src/host/breaker.ts";
import { FIRST_WAIT_MS, FREE_DEATHS, LONGEST_WAIT_MS } from "../../src/limits.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => vi.useRealTimers());

function died(times: number): Breaker {
  const breaker = new Breaker();
  for (let n = 0; n < times; n++) breaker.died(new Error(`death ${n}`));
  return breaker;
}

describe("Breaker", () => {
  it("lets a few helpers die in a row", () => {
    const breaker = died(FREE_DEATHS - 1);
    expect(breaker.wait).toBe(0);
    expect(() => breaker.check("libx.so")).not.toThrow();
  });

  it("then refuses for a while, and says for how long and why", () => {
    const breaker = died(FREE_DEATHS);
    expect(breaker.wait).toBe(FIRST_WAIT_MS);
    expect(() => breaker.check("libx.so")).toThrow(
      expect.objectContaining({
        code: "ERR_HELPER_BROKEN",
        message: expect.stringMatching(/libx\.so: 5 helpers in a row .* started in 50 ms/),
        cause: expect.objectContaining({ message: `death ${FREE_DEATHS - 1}` }),
      }),
    );
  });

  it("lets one more be tried when that is over", () => {
    const breaker = died(FREE_DEATHS);
    vi.advanceTimersByTime(FIRST_WAIT_MS);
    expect(() => breaker.check("libx.so")).not.toThrow();
  });

  it("waits twice as long each time, up to a limit", () => {
    expect(died(FREE_DEATHS + 1).wait).toBe(2 * FIRST_WAIT_MS);
    expect(died(FREE_DEATHS + 2).wait).toBe(4 * FIRST_WAIT_MS);
    expect(died(FREE_DEATHS + 60).wait).toBe(LONGEST_WAIT_MS);
  });

  it("forgets it all after a good call", () => {
    const breaker = died(FREE_DEATHS + 3);
    breaker.answered();
    expect(breaker.wait).toBe(0);
    breaker.died(new Error("again"));
    expect(breaker.wait).toBe(0);
  });
});
