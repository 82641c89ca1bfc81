// The same addon in several threads: its imports are replaced once, its callbacks are linked in each.
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { open, outcome, report } from "./setup.mjs";

const WORKERS = 4;
const CRASHES = 500;

const { exports: guest, status } = openHere();

function openHere() {
  const opened = open();
  return { exports: opened.exports, status: () => opened.status() };
}

async function crashes() {
  let faults = 0;
  for (let nth = 0; nth < CRASHES; nth++) {
    if (outcome(guest.in_scopes).code === "ERR_ISOLATION_SIGNAL") faults++;
  }
  return [faults, status().faults.signal, await guest.do_work(1), guest.add(1, 2)];
}

function inWorker() {
  const worker = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) });
  return new Promise((resolve, reject) => {
    let told;
    worker.on("message", (message) => {
      told = message;
    });
    worker.on("error", reject);
    worker.on("exit", (code) => resolve([code, told]));
  });
}

if (isMainThread) {
  process.on("warning", () => {});
  await report({
    together: async () => {
      const workers = Array.from({ length: WORKERS }, inWorker);
      const own = await crashes();
      return { own, workers: await Promise.all(workers) };
    },
    "after workers ended": async () => [await inWorker(), guest.add(2, 2)],
  });
} else {
  guest.hook(); // crashes when this thread ends
  guest.external(true); // and so does its finalizer
  parentPort.postMessage(await crashes());
}
