import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { launcherArguments } from "../../src/confinement.ts";
import { makePrograms } from "./programs.ts";
import { commandAs, hostileOptions, isAlive, launched, run, type User, users } from "./run.ts";

const programs = makePrograms();

/** A host that starts a helper, prints its pid, and waits. The helper ends by itself some time. */
const host = '"$@" 3>&2 & echo $!; wait';

/** The host's pid is not known before it is there: the shell puts its own in. */
function helperOf(): string[] {
  const deeds = [programs.hostile, "wait=100"];
  const [launcher = "", ...args] = launched(programs, hostileOptions(programs), deeds);
  const at = args.indexOf("--parent");
  return [launcher, ...args.slice(0, at), ...args.slice(at + 2)];
}

async function startHost(user: User) {
  const command = commandAs(user, ["sh", "-c", host, "host", ...helperOf()]);
  const child = spawn(command[0] as string, command.slice(1), {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let report = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    report += text;
  });
  const [line] = await once(child.stdout, "data");
  // the program runs: before it does, the report is not at its end
  while (!report.includes("environment applied")) await sleep(5);
  return { child, helper: Number(line) };
}

/** Whether it is gone. It is killed with its host: what is waited for is the kernel. */
async function ends(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 2000 && isAlive(pid); tries++) await sleep(5);
  return !isAlive(pid);
}

describe.each(users())("cofferdam-launcher --parent, as user %s", (user) => {
  it.each(["SIGKILL", "SIGTERM"] as const)("dies with a host that %s ends", async (signal) => {
    const { child, helper } = await startHost(user);
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
