import { describe, expect, it } from "vitest";
import { bothWays, endOf, run } from "./run.ts";

const died = { status: 1, signal: null, timedOut: false };

describe("an error that nobody catches", () => {
  const ways = ["exception", "rejection", "exception of a timer", "exception in a callback"];
  it.each(ways)("ends the process with code 1 and the same words: %s", async (way) => {
    const { guarded, bare } = await bothWays("uncaught", [way]);
    expect(endOf(guarded)).toEqual(died);
    expect(endOf(guarded)).toEqual(endOf(bare));
    expect(guarded.stderr).toContain("Error: nobody's");
    expect(guarded.stderr).toBe(bare.stderr);
  });

  it.each(["fault in a timer", "fault in a promise"])(
    "is a contained %s: code 1, with its name",
    async (way) => {
      const { guarded, bare } = await bothWays("uncaught", [way]);
      expect(endOf(guarded)).toEqual(died);
      expect(endOf(guarded)).toEqual(endOf(bare));
      expect(guarded.stderr).toContain("SignalError: null_write raised SIGSEGV");
      expect(guarded.stderr).toContain("code: 'ERR_ISOLATION_SIGNAL'");
    },
  );
});

describe('process.on("uncaughtException")', () => {
  const origins = {
    "fault in a timer": "uncaughtException",
    "fault in a promise": "unhandledRejection",
  };
  it.each(Object.entries(origins))(
    "hears of a %s, and the process goes on",
    async (way, origin) => {
      const { guarded, bare } = await bothWays("uncaught", [way, "listens"]);
      expect(guarded.report()).toEqual({
        code: "ERR_ISOLATION_SIGNAL",
        name: "SIGSEGV",
        layer: "signals",
        origin,
      });
      expect(bare.report()).toEqual({ code: "ERR_NOBODYS", origin });
      expect(endOf(guarded)).toEqual(endOf(bare));
    },
  );

  it("hears of a fault in a worker", async () => {
    const args = ["uncaught", "fault in a timer", "listens"];
    const { status, report } = await run("guarded", "in-worker", args);
    expect(report()).toMatchObject({ code: "ERR_ISOLATION_SIGNAL", layer: "signals" });
    expect(status).toBe(0);
  });
});
