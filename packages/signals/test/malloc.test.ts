import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { bothWays, endOf, run } from "./run.ts";

const ownMalloc = compileGuest(new URL("guests/own_malloc.c", import.meta.url));
const trimmer = compileGuest(new URL("guests/trimmer.c", import.meta.url));
const well = { status: 0, signal: null, timedOut: false };

describe("a fault inside malloc", () => {
  it("is repaired 250 times in two threads, while another one allocates", async () => {
    const child = await run("guarded", "malloc");
    expect(endOf(child)).toEqual(well);
    expect(child.report()).toEqual({
      caught: 200,
      worker: { caught: 50, status: 0 },
      bystander: { ran: true, ok: 1 },
      mallocRepair: true,
    });
  });

  it("does not take away a lock that another thread holds", async () => {
    const child = await run("guarded", "trimmed", [trimmer]);
    expect(endOf(child)).toEqual(well);
    expect(child.report()).toEqual({ faults: 100, trimmed: true });
  });

  it("ends the process, and says why, under an allocator that is not glibc's", async () => {
    const env = { LD_PRELOAD: ownMalloc };
    const { guarded, bare } = await bothWays("own-malloc", [], { env });
    expect(guarded.report()).toEqual({ mallocRepair: false, faults: 10 });
    expect(guarded.stderr).toContain("cofferdam: not recovered: the fault is inside malloc");
    expect(bare.stderr).toBe("");
    expect(endOf(guarded)).toEqual({ status: null, signal: "SIGABRT", timedOut: false });
    expect(endOf(guarded)).toEqual(endOf(bare));
  });
});
