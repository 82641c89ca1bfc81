import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { runChild } from "@cofferdam/testing/child.ts";
import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";

const moody = compileGuest(new URL("guests/moody.c", import.meta.url));
const child = await runChild(new URL("children/promoted.mjs", import.meta.url), { args: [moody] });
const report = () => child.report() as Record<string, unknown>;

describe('afterFault: "promote", behind processHelper()', () => {
  it("calls the library in this process until it has a fault", () => {
    expect(report().before).toEqual([1, 2, 2, "here", null]);
  });

  it("gives the fault to its own call, and has those that waited done in the helper", () => {
    expect(report().queued).toEqual([["rejected", "signal"], expect.any(Number), 7]);
  });

  it("has functions that were linked before go on working, with what the library remembered gone", () => {
    const [count, asked, where] = report().after as [number, number, string];
    expect([asked, where]).toEqual([2, "helper"]);
    expect(count).toBeLessThanOrEqual(2);
  });

  it("gives the helper a pointer of its own for one that was registered here", () => {
    expect([report().keptBefore, report().keptAfter]).toEqual([8, [-1, 8]]);
  });

  it("links and calls in the helper from then on, also asynchronously", () => {
    expect(report().linkedLater).toEqual(expect.any(Number));
    expect(report().asynchronous).toBe((report().linkedLater as number) + 1);
  });

  it("has a fault in the helper be one of many, after which it is called again", () => {
    expect([report().again, report().afterThat]).toEqual(["signal", 1]);
  });

  it("shows in status and in one notice", () => {
    expect(report().status).toEqual({ promoted: "signal", state: "open", faults: { signal: 2 } });
    expect(report().notices).toEqual([["process-helper", "promoted", "signal"]]);
  });

  it("tells layers further out what is done with it once, wherever it is", () => {
    expect(report().uses).toEqual([
      ["alloc", 64],
      ["sym", "count"],
      ["free", 64],
      ["dispose", ""],
    ]);
  });

  it("leaves nothing behind when it is disposed", () => {
    expect(report().disposed).toEqual(["ERR_TARGET_DISPOSED", false]);
  });

  it("is refused where no layer could take the library", () => {
    const guard = isolate([signals({ afterFault: "promote" })]);
    expect(() => guard.openSync(library(moody))).toThrow(
      expect.objectContaining({ code: "ERR_LAYER_UNAVAILABLE" }),
    );
  });
});
