import { describe, expect, it } from "vitest";
import { Budget } from "../../src/components/limits/budget.ts";
import { Space } from "../../src/components/limits/space.ts";
import { checkedLimits } from "../../src/limits.ts";
import { stopThread } from "../../src/wasi/sources/stop-thread.ts";

describe("Budget.stopClock()", () => {
  it("gives a component that is opened its own time, and none of the host's", () => {
    const limits = checkedLimits({ timeout: 300 });
    const budget = new Budget(limits, new Space("a component", limits));
    budget.begin(1000);
    budget.stopClock();
    stopThread(400);
    budget.startClock();
    expect(() => budget.checkTime()).not.toThrow();
    expect(budget.timeLeft).toBeGreaterThan(0);
    stopThread(310);
    expect(() => budget.checkTime()).toThrow(
      expect.objectContaining({ kind: "timeout", limit: 300 }),
    );
  });
});
