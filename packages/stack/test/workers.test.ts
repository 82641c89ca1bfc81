import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { endOf, run, well } from "./run.ts";

const frames = compileGuest(new URL("guests/frames.c", import.meta.url), [
  "-fno-stack-clash-protection",
]);

describe("stacks of a worker", () => {
  it("are unmapped when it has ended: 30 workers leave none behind", async () => {
    const child = await run("workers", [frames]);
    expect(endOf(child)).toEqual(well);
    const two = Array.from({ length: 31 }, () => 2); // the main thread's
    expect(child.report()).toEqual({ counts: two, failed: 0 });
  });
});
