// Threads end, and the process does, while calls with deadlines run.
import { once } from "node:events";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { hostTroubles } from "@cofferdam/testing/conformance/host-health.mjs";
import { openLimited, outcomeNow } from "./deadlines.mjs";
import { args, report, times } from "./setup.mjs";

const [path] = args;
const ROUNDS = 12;

if (isMainThread) await main();
else inWorker();

async function main() {
  const ended = [];
  for (let round = 0; round < ROUNDS; round++) {
    const workers = [start(), start()];
    await Promise.all(workers.map((worker) => once(worker, "message")));
    await Promise.all(workers.map((worker) => worker.terminate())); // in the middle of a call
    ended.push(...workers);
  }
  const limited = openLimited(path, { timeout: 20, grace: 100 });
  const spin = limited.func("int spin(void)");
  const own = times(5, () => outcomeNow(spin).kind === "timeout");
  const live = openLimited(path, { timeout: 400, grace: 100 }).func("int spin(void)");
  live.async().catch(() => {});
  report({ workers: ended.length, own, troubles: await hostTroubles() });
  process.exit(0); // the call is live
}

function start() {
  return new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) });
}

function inWorker() {
  const spin = openLimited(path, { timeout: 10, grace: 100 }).func("int spin(void)");
  parentPort.postMessage(outcomeNow(spin).kind);
  for (;;) outcomeNow(spin);
}
