// Calls begin just as the watchdog goes to sleep; now and then one never returns by itself.
import { once } from "node:events";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { openLimited, outcomeNow } from "./deadlines.mjs";
import { args, report } from "./setup.mjs";

const [path, rounds, threads] = args;

if (isMainThread) await main();
else parentPort.postMessage(hammer());

async function main() {
  const workers = Array.from({ length: Number(threads) }, async () => {
    const worker = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) });
    const [ended] = await once(worker, "message");
    return ended;
  });
  report({ ended: await Promise.all(workers) });
}

/** How many of the endless calls were ended. */
function hammer() {
  const guest = openLimited(path, { timeout: 3, grace: 100 });
  const spin = guest.func("int spin(void)");
  const add = guest.func("int add(int a, int b)");
  let ended = 0;
  for (let round = 0; round < Number(rounds); round++) {
    pause(20 + ((round * 7) % 60) / 10); // around the 21 looks after which it sleeps
    if (add(1, 2) !== 3) return -1;
    pause(20 + ((round * 13) % 60) / 10);
    if (outcomeNow(spin).kind === "timeout") ended++;
  }
  return ended;
}

function pause(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
