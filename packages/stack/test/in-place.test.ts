import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { endOf, run, well } from "./run.ts";

interface Report {
  readonly functions: readonly object[];
  readonly inPlaceStackBytes: number;
  readonly before: number;
  readonly after: number;
  readonly faults: readonly unknown[];
}

const frames = compileGuest(new URL("guests/frames.c", import.meta.url), [
  "-fno-stack-clash-protection",
]);

describe("functions that must run in place", () => {
  it("are variadic or take a callback: status() says so, and their crashes are contained", async () => {
    const child = await run("in-place", [frames]);
    expect(endOf(child)).toEqual(well);
    const { functions, inPlaceStackBytes, before, after, faults } = child.report() as Report;
    expect(functions).toMatchObject([
      { symbol: "sum_variadic", mode: "in-place", because: expect.stringContaining("variadic") },
      { symbol: "apply", mode: "in-place", because: expect.stringContaining("callback") },
      { symbol: "add", mode: "switched" },
    ]);
    expect(inPlaceStackBytes).toBeGreaterThanOrEqual(2 ** 20);
    expect([before, after]).toEqual([100, 100]);
    const overflow = ["stack-overflow", inPlaceStackBytes];
    expect(faults).toEqual(
      ["variadic", "callback"].flatMap((why) => [
        ...[1000, 70_000, 300_000, 900_000].map((bytes) => [why, overflow, bytes]),
        [why, ["signal", "SIGSEGV"], "nearly full"],
      ]),
    );
  });
});
