// Malloc loops are ended, 200 of them, in two threads at once; then both allocate much.
import { once } from "node:events";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { hostTroubles } from "@cofferdam/testing/conformance/host-health.mjs";
import { openLimited, outcomeNow } from "./deadlines.mjs";
import { args, report, times } from "./setup.mjs";

const [path, rounds] = args;

if (isMainThread) await main();
else parentPort.postMessage(act());

async function main() {
  const worker = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) });
  const other = once(worker, "message");
  const own = act();
  report({ own, other: (await other)[0], troubles: await hostTroubles() });
}

function act() {
  const guest = openLimited(path, { timeout: 2, grace: 500 });
  const ways = ["allocate", "print_endlessly", "load_endlessly", "allocate"];
  const calls = ways.map((way) => guest.func(`int ${way}(void)`));
  let round = 0;
  const ended = times(Number(rounds), () => outcomeNow(calls[round++ % 4]).kind === "timeout");
  const kept = keepsBytes();
  return { ended, kept, add: guest.func("int add(int a, int b)")(20, 22) };
}

/** Many blocks of many sizes at a time: do they keep what is written to them? */
function keepsBytes() {
  const blocks = Array.from({ length: 3000 }, (_, index) =>
    Buffer.allocUnsafeSlow(1 + ((index * 7919) % 20_000)).fill(index % 251),
  );
  return blocks.every((block, index) => block.every((byte) => byte === index % 251));
}
