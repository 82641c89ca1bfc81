import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { launcherArguments } from "../../src/confinement.ts";
import { startHost } from "./host.ts";
import { makePrograms } from "./programs.ts";
import { hostileOptions, isAlive, run, users } from "./run.ts";

const programs = makePrograms({ sealed: false });

/** Whether it is gone. It is killed with its host: what is waited for is the kernel. */
async function ends(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 2000 && isAlive(pid); tries++) await sleep(5);
  return !isAlive(pid);
}

describe.each(users())("cofferdam-launcher --parent, as user %s", (user) => {
  it.each(["SIGKILL", "SIGTERM"] as const)("dies with a host that %s ends", async (signal) => {
    const { child, helper } = await startHost(programs, user);
    expect(isAlive(helper)).toBe(true);
    process.kill(child.pid as number, signal);
    const gone = await ends(helper);
    if (!gone) process.kill(helper, "SIGKILL");
    expect(gone).toBe(true);
  });

  it("starts nothing when its parent is another already", async () => {
    const launch = {
      reportFd: 3,
      keepFds: [],
      parent: 1,
      program: programs.hostile,
      args: ["sync"],
    };
    const args = launcherArguments(hostileOptions(programs), launch);
    const { status, stdout } = await run([programs.launcher, ...args], { user });
    expect([status, stdout]).toEqual([0, ""]);
  });
});
