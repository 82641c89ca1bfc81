import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { killLater, runChild } from "@cofferdam/testing/child.ts";
import { describe, expect, it } from "vitest";
import { compileHelper } from "./compile.ts";
import { deeds } from "./deeds.mjs";
import { Host } from "./host.mjs";

const helper = compileHelper();

async function isGone(pid: number): Promise<boolean> {
  for (let attempts = 0; attempts < 600 && existsSync(`/proc/${pid}`); attempts++) {
    await setTimeout(50);
  }
  return !existsSync(`/proc/${pid}`);
}

describe("a helper whose host is killed", () => {
  it.each(["idle", "loop", "sleep", "node"])("is gone (%s)", async (state) => {
    const script = new URL("children/killed-host.mjs", import.meta.url);
    const when = { text: "]", run: killLater };
    const child = await runChild(script, { args: [helper, state], when });
    expect(child.signal).toBe("SIGKILL");
    const [pid] = child.report() as [number];
    expect(await isGone(pid)).toBe(true);
  });
});

describe("dispose(ring)", () => {
  it("leaves no descriptor, mapping or zombie of 300 helpers", async () => {
    const script = new URL("children/many.mjs", import.meta.url);
    const child = await runChild(script, { args: [helper] });
    expect(child.report()).toEqual({ fds: 0, mappings: 0, children: 0 });
  });

  it("detaches the shared buffers, and what uses the ring afterwards throws", () => {
    const host = new Host().spawn(helper);
    const bytes = new Uint8Array(host.ring.payload);
    expect(bytes.length).toBe(4096);
    host.dispose();
    host.dispose();
    expect(bytes.length).toBe(0);
    expect(() => host.call(deeds.add, [1, 2])).toThrow("The ring has been disposed of.");
  });
});

describe("spawn(ring, program)", () => {
  it("gives the program the descriptors and the environment named, and a session of its own", async () => {
    const script = new URL("children/inherited.mjs", import.meta.url);
    const child = await runChild(script, { env: { COFFERDAM_SECRET: "x" } });
    const nothing = "/dev/null";
    const [ring, arena] = ["cofferdam-ring", "cofferdam-arena"];
    const rich = [nothing, "pipe", "pipe", ring, "socket", arena, "pipe", "/dev/zero", "host's 2"];
    expect(child.report()).toEqual({
      plain: [nothing, nothing, nothing, ring, "socket", nothing, nothing],
      rich,
      inherits: true,
      env: ["ONLY=this"],
      leadsSession: true,
      ignoresPipe: false,
    });
  });
});
