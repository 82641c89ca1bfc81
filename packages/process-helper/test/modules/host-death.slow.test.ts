import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { runChild } from "@cofferdam/testing/child.ts";
import { describe, expect, it } from "vitest";

const script = (name: string) => new URL(`children/${name}.mjs`, import.meta.url);

async function ends(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 2000 && isAlive(pid); tries++) await sleep(5);
  return !isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("the helper of a module", () => {
  it.each(["idle", "loop"])(
    "dies with its host that is killed, when it is at: %s",
    async (state) => {
      const path = fileURLToPath(script("killed-host"));
      const host = spawn(process.execPath, [path, state], { stdio: ["ignore", "pipe", "inherit"] });
      const [said] = await once(host.stdout, "data");
      const helper = Number(said);
      expect(isAlive(helper)).toBe(true);
      host.kill("SIGKILL");
      const gone = await ends(helper);
      if (!gone) process.kill(helper, "SIGKILL");
      expect(gone).toBe(true);
    },
  );

  it("keeps no process alive that asks nothing of it", async () => {
    const { stdout, status } = await runChild(script("idle"));
    expect({ stdout, status }).toMatchObject({ stdout: "done\n", status: 0 });
  });
});
