import { describe, expect, it } from "vitest";
import { endOf, run } from "./run.ts";

const notice = { layer: "signals", notice: "handler-replaced", signal: "SIGSEGV" };

describe("signals({ onReplaced })", () => {
  it.each(["status", "timer"])(
    '"repair" puts a handler back that a guest took: %s',
    async (looks) => {
      const child = await run("guarded", "replaced", ["repair", looks]);
      expect(endOf(child)).toEqual({ status: 0, signal: null, timedOut: false });
      expect(child.report()).toEqual({
        handlers: { replaced: 1, repaired: 1 },
        notices: [{ ...notice, repaired: true }],
        faults: 10,
      });
    },
  );

  it.each(["status", "timer"])('"report" only tells, once: %s', async (looks) => {
    const child = await run("guarded", "replaced", ["report", looks]);
    expect(child.report()).toEqual({
      handlers: { replaced: 1, repaired: 0 },
      notices: [{ ...notice, repaired: false }],
    });
    expect(endOf(child)).toEqual({ status: null, signal: "SIGSEGV", timedOut: false });
  });

  it("repairs every one of 20 thefts", async () => {
    const child = await run("guarded", "replaced-often");
    expect(child.report()).toEqual({ faults: 20, handlers: { replaced: 20, repaired: 20 } });
  });
});
