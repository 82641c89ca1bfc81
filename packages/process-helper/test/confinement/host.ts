/** A process between the test and the helper: it can be killed. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Programs } from "./programs.ts";
import { commandAs, hostileOptions, launched, type User } from "./run.ts";

/** A host that starts a helper, prints its pid, and waits. The helper ends by itself some time. */
const host = '"$@" 3>&2 & echo $!; wait';

/** The host's pid is not known before it is there: the shell puts its own in. */
function helperOf(programs: Programs): string[] {
  const deeds = [programs.hostile, "wait=100"];
  const [launcher = "", ...args] = launched(programs, hostileOptions(programs), deeds);
  const at = args.indexOf("--parent");
  return [launcher, ...args.slice(0, at), ...args.slice(at + 2)];
}

export async function startHost(programs: Programs, user: User) {
  const command = commandAs(user, ["sh", "-c", host, "host", ...helperOf(programs)]);
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
