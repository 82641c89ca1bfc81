import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { endOf, run } from "./run.ts";

const guest = compileGuest(new URL("guests/call_back.c", import.meta.url));
const well = { status: 0, signal: null, timedOut: false };

describe("worker_threads", () => {
  it("contain faults in the main thread and two workers at once, and in 20 workers in turn", async () => {
    const child = await run("guarded", "workers");
    expect(endOf(child)).toEqual(well);
    expect(child.report()).toEqual({ together: [500, 500, 500], comeAndGo: 100, afterwards: 10 });
  });

  it("leave the handlers in place when the worker that loaded us first has ended", async () => {
    const when = { text: "ready", run: (pid: number) => process.kill(pid, "SIGSEGV") };
    const child = await run("guarded", "first-worker", [], { when });
    const trap = "RuntimeError: memory access out of bounds";
    const report = { status: 0, traps: [trap, trap], faults: 10 };
    expect(child.stdout).toBe(`${JSON.stringify(report)}\nready\n`);
    expect(endOf(child)).toEqual({ status: null, signal: "SIGSEGV", timedOut: false });
  });

  it.each(["returns", "crashes"])(
    "can be terminated in a callback of a guest that then %s",
    async (how) => {
      const child = await run("guarded", "terminated", [guest, how]);
      expect(endOf(child)).toEqual(well);
      expect(child.report()).toEqual({ status: 1, faults: 10 });
    },
  );
});
