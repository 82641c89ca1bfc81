/** Runs probes, one after the other, in a process of its own: `node probe-main.js ID…`. Some of them may end it. */
import { writeSync } from "node:fs";
import { claims } from "./claims.js";
import { type Ended, encode, MESSAGE_FD, type Message } from "./messages.js";
import { no, type Probe } from "./probe.js";

for (const id of process.argv.slice(2)) {
  tell({ begun: id });
  tell(await tried(id));
}
process.exit(); // what a probe left open has no say

async function tried(id: string): Promise<Ended> {
  const before = performance.now();
  const result = await run(id);
  return { ended: id, milliseconds: Math.round(performance.now() - before), ...result };
}

async function run(id: string): Promise<Pick<Ended, "seen" | "missing">> {
  try {
    const { probe } = (await import(`./probes/${id}.js`)) as { probe: Probe };
    return { seen: await probe(), missing: false };
  } catch (error) {
    return { seen: no((error as Error).message), missing: isMissing(id, error as Error) };
  }
}

/** Is it the package of the claim's layer that could not be found? */
function isMissing(id: string, { message, code }: NodeJS.ErrnoException): boolean {
  const layer = claims.find((claim) => claim.id === id)?.layer;
  return code === "ERR_MODULE_NOT_FOUND" && message.includes(`'@cofferdam/${layer}'`);
}

/** At once: the next line may be the last that this process does. */
function tell(message: Message): void {
  writeSync(MESSAGE_FD, encode(message));
}
