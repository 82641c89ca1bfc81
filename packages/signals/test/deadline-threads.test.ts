import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { endOf, run } from "./run.ts";

const slow = compileGuest(new URL("guests/slow.c", import.meta.url), ["-pthread", "-lm"]);
const thrower = compileGuest(new URL("guests/slow_throw.cc", import.meta.url));
const well = { status: 0, signal: null, timedOut: false };

describe("a call with a deadline", () => {
  it("may be live when its worker is terminated, and when the process exits", async () => {
    const child = await run("guarded", "slow-leaving", [slow]);
    expect(endOf(child), child.stderr).toEqual(well);
    expect(child.report()).toEqual({ workers: 24, own: 5, troubles: [] });
  });

  it("may be of the C library itself, and have no other layer around it", async () => {
    const child = await run("guarded", "slow-alone", [thrower]);
    expect(endOf(child), child.stderr).toEqual(well);
    const atReturn = { kind: "timeout", abandoned: "at-return", limit: 40 };
    expect(child.report()).toMatchObject({
      sleep: atReturn,
      pause: atReturn,
      sleepAsync: atReturn,
      strlen: { value: 1_000_000 },
      throwsEndlessly: { kind: "timeout" },
      quarantined: "ERR_ISOLATION_QUARANTINED",
      continues: ["timeout", "timeout", "continue"],
    });
  });
});
