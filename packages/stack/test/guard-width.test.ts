import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { endOf, run, well } from "./run.ts";

const KIB = 1024;
const frames = compileGuest(new URL("guests/frames.c", import.meta.url), [
  "-fno-stack-clash-protection",
]);
const frameSizes = [1, 70, 300, 900].map((kib) => kib * KIB);

describe("the guard below a stack", () => {
  it.each([
    ["64KiB", 64 * KIB],
    ["1MiB", 1024 * KIB],
    ["8MiB", 8192 * KIB],
  ])("of %s cannot be jumped by frames of up to 900 KB", async (size, limit) => {
    const child = await run("overflows", [frames, size, ...frameSizes.map(String)]);
    expect(endOf(child)).toEqual(well);
    const overflow = ["stack-overflow", limit];
    const faults = frameSizes.map((bytes) => ({ bytes, caught: [overflow, overflow, overflow] }));
    expect(child.report()).toEqual({ faults, right: 1000 });
  });
});
