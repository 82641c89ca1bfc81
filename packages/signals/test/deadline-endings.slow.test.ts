import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { endOf, run } from "./run.ts";

const slow = compileGuest(new URL("guests/slow.c", import.meta.url), ["-pthread", "-lm"]);
const thrower = compileGuest(new URL("guests/slow_throw.cc", import.meta.url));
const plugin = compileGuest(new URL("guests/slow_plugin.c", import.meta.url));
const ownMalloc = compileGuest(new URL("guests/own_malloc.c", import.meta.url));
const well = { status: 0, signal: null, timedOut: false };

const atReturn = { kind: "timeout", abandoned: "at-return" };
const inTarget = { kind: "timeout", abandoned: "in-target" };
const anyTimeout = { kind: "timeout" };

describe("a call whose time is up while it is in another library", () => {
  it.each(["in-place", "switched"])("ends as what it comes to, %s", async (mode) => {
    const child = await run("guarded", "slow-endings", [slow, thrower, mode, "1"]);
    expect(endOf(child), child.stderr).toEqual(well);
    expect(child.report()).toMatchObject({
      rows: {
        returns: atReturn,
        throws: atReturn,
        throwsEndless: anyTimeout,
        cannotAllocate: atReturn,
        crashes: { kind: "signal", name: "SIGSEGV" },
        crashesInTime: { kind: "signal", name: "SIGSEGV" },
        throwsInTime: { kind: "panic", reason: "too late" },
        returnsInTime: { value: 2 },
        throwsEndlessly: anyTimeout,
        newEndlessly: anyTimeout,
        endlessWhat: inTarget,
        endlessWhatOfTerminate: inTarget,
      },
      long: 9,
      troubles: [],
    });
  });

  it("is not forced under the loader, whose lock it lets go of, and stderr says so", async () => {
    const child = await run("guarded", "slow-loader", [slow, plugin]);
    expect(endOf(child), child.stderr).toEqual(well);
    expect(child.report()).toMatchObject({
      load: atReturn,
      iterate: atReturn,
      worker: "loaded",
    });
    expect(child.stderr).toContain("inside the loader, whose lock would stay taken");
  });

  it("is not forced when the whole process was held up for longer than its grace", async () => {
    // not at once: the call's clock must have been looked at before
    const stop = (pid: number) => {
      setTimeout(() => process.kill(pid, "SIGSTOP"), 50);
      setTimeout(() => process.kill(pid, "SIGCONT"), 700);
    };
    const when = { text: "begins", run: stop };
    const child = await run("guarded", "slow-stopped", [slow], { when });
    expect(endOf(child), child.stderr).toEqual(well);
    expect(child.report()).toMatchObject({ kind: "timeout", abandoned: "at-return" });
  });

  it("goes on, and stderr says why, inside of an allocator that is not glibc's", async () => {
    const env = { LD_PRELOAD: ownMalloc };
    const child = await run("guarded", "slow-malloc", [slow], { env });
    expect(endOf(child), child.stderr).toEqual(well);
    const refusal = "cofferdam: not abandoned: a call whose time is up is inside malloc";
    expect(child.stderr.split(refusal)).toHaveLength(2);
    expect(child.report()).toMatchObject({
      slow: atReturn,
      slowEnough: true,
      later: inTarget,
      laterSoon: true,
    });
  });
});
