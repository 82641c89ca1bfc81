import { describe, expect, it } from "vitest";
import { buffersGuest } from "./open.ts";
import { endOf, run } from "./run.ts";

const path = buffersGuest();

describe("an overrun that nobody catches", () => {
  it.each(["copied", "guarded"])("kills the process: %s", async (how) => {
    const child = await run("uncaught", [path, how]);
    expect(endOf(child)).toEqual({ status: null, signal: "SIGSEGV", timedOut: false });
    expect(child.stdout).toBe("1\n");
  });
});
