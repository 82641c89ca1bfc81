import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { endOf, run, well } from "./run.ts";

const frames = compileGuest(new URL("guests/frames.c", import.meta.url), [
  "-fno-stack-clash-protection",
]);

describe("an overflow", () => {
  it("is told apart from wild pointers: on a nearly full stack, and above a stack", async () => {
    const child = await run("deep-crash", [frames]);
    expect(endOf(child)).toEqual(well);
    const nullWrite = ["signal", "SIGSEGV", true];
    const wild = ["signal", "SIGSEGV", false];
    expect(child.report()).toEqual({
      full: [nullWrite, nullWrite, nullWrite, nullWrite],
      above: [wild, wild, wild],
      over: ["stack-overflow", 256 * 1024, false],
    });
  });

  it("kills the process when nobody catches it, and nothing else was written", async () => {
    const child = await run("uncaught-overflow");
    expect(endOf(child)).toEqual({ status: null, signal: "SIGSEGV", timedOut: false });
    expect(child.stdout).toBe("3\n");
  });
});

describe("overflows beside a thread of a guest", () => {
  it("leave that thread, its stack and its memory untouched", async () => {
    const child = await run("bystander", [frames]);
    expect(endOf(child)).toEqual(well);
    expect(child.report()).toEqual({ overflows: 400, ran: true, ok: 1 });
  });
});
