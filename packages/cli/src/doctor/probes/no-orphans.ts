import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { no, type Probe, yes } from "../probe.js";

const DEADLINE_MS = 1000;
const PERIOD_MS = 5;

export const probe: Probe = async () => {
  const path = fileURLToPath(new URL("scene/host.js", import.meta.url));
  const host = spawn(process.execPath, [path], { stdio: ["ignore", "pipe", "ignore"] });
  const helper = await pidFrom(host);
  const before = performance.now();
  host.kill("SIGKILL");
  while (isThere(helper)) {
    if (performance.now() - before > DEADLINE_MS) return orphaned(helper);
    await sleep(PERIOD_MS);
  }
  return yes("a host was killed, and its helper was gone with it");
};

async function pidFrom(host: ChildProcess): Promise<number> {
  const ended = once(host, "exit").then(([code]) => {
    throw new Error(`a host of a helper ended with ${code}`);
  });
  ended.catch(() => {}); // it is killed later
  const [line] = await Promise.race([once(host.stdout as NodeJS.ReadableStream, "data"), ended]);
  return Number(line);
}

/** A zombie has ended: whose child it is now may be nobody that waits for it, in a container. */
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return (
      process.platform !== "linux" || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "latin1"))
    );
  } catch {
    return false;
  }
}

function orphaned(helper: number) {
  process.kill(helper, "SIGKILL");
  return no(`a host was killed, and its helper was still there after ${DEADLINE_MS} ms`);
}
