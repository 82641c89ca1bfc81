import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { endOf, run } from "./run.ts";

const slow = compileGuest(new URL("guests/slow.c", import.meta.url), ["-pthread", "-lm"]);
const lateClock = compileGuest(new URL("guests/late_clock.c", import.meta.url));

describe("deadline() whose watchdog does not get to run", () => {
  it("ends no call early, wherever it is held up, and ends one that has no end", async () => {
    const env = { LD_PRELOAD: lateClock };
    const child = await run("guarded", "late-clock", [slow], { env });
    expect(endOf(child), child.stderr).toEqual({ status: 0, signal: null, timedOut: false });
    expect(child.report()).toMatchObject({ early: [], endless: { kind: "timeout" } });
  });
});
