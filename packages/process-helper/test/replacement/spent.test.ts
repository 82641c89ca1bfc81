import { signals } from "@cofferdam/signals";
import { describe, expect, it } from "vitest";
import { faultOf, lastingGuest, once, openEnding, ways } from "./counting.ts";

/** Its faults are caught in the helper, which is replaced after one, since it cannot be made new there. */
const openLasting = () => openEnding({}, [signals()], lastingGuest);

describe("a library that cannot be made new after a fault", () => {
  it("has its helper replaced, and the fault is what its layers said of it", async () => {
    const { f, status } = openLasting();
    const fault = { kind: "signal", name: "SIGSEGV" };
    expect(() => f.end(ways.crash)).toThrow(
      expect.objectContaining({ fault: expect.objectContaining(fault), layer: "signals" }),
    );
    expect(await faultOf(f.end.async(ways.crash))).toMatchObject(fault);
    expect(await f.add.async(1, 2)).toBe(3);
    expect(status().helper.restarts).toBe(2);
    expect(status().faults).toEqual({ signal: 2 });
  });

  it("has the calls behind the fault done by the next helper, once", async () => {
    const { f, done, status } = openLasting();
    const before = Array.from({ length: 5 }, (_, index) => f.done.async(index + 1));
    const fatal = faultOf(f.end.async(ways.crash));
    const behind = Array.from({ length: 5 }, (_, index) => f.done.async(index + 6));
    expect(f.done(11)).toBe(11);
    expect(await fatal).toMatchObject({ kind: "signal", name: "SIGSEGV" });
    await Promise.all([...before, ...behind]);
    expect(done()).toEqual(once(11));
    expect(status().helper.restarts).toBe(1);
  });
});
