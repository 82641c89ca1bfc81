// node asynchronous.mjs HELPER main|worker     many calls in flight; in a worker: until it is terminated
import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { Host, native } from "../host.mjs";

const [helper, way] = isMainThread ? process.argv.slice(2) : workerData;
const IN_FLIGHT = 256;
const CALLS = 50_000;

if (!isMainThread) {
  run(Number.POSITIVE_INFINITY);
} else if (way === "main") {
  run(CALLS);
} else {
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: [helper, way] });
  const pid = await new Promise((resolve) => worker.once("message", resolve));
  await setTimeout(20);
  const exitCode = await worker.terminate();
  console.log(JSON.stringify({ exitCode, helperIsGone: !existsSync(`/proc/${pid}`) }));
}

function run(calls) {
  const host = new Host().spawn(helper);
  let sent = 0;
  let got = 0;
  let right = 0;
  const fill = () => {
    let count = 0;
    while (sent < calls && sent - got < IN_FLIGHT) host.prepare(0, [sent++, 1], count++);
    host.publish(count);
  };
  const drain = () => {
    do {
      for (const { slots } of host.take()) if (slots[0] === ++got) right++;
      fill();
    } while (!native.arm(host.handle));
    if (got < calls) return;
    native.unwatch(host.handle);
    host.dispose();
    console.log(JSON.stringify({ right }));
  };
  native.watch(host.handle, drain);
  parentPort?.postMessage(host.pid);
  drain();
}
