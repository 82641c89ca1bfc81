// A guest leaves malloc locked, again and again, while other threads use it: a bystander, and a worker
// whose own guest does the same.
import { once } from "node:events";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { faultOf, open, report, times } from "./setup.mjs";

if (isMainThread) await main();
else parentPort.postMessage(times(50, crime()));

async function main() {
  const bystander = open("bystander");
  bystander.func("int bystander_start(void)")();
  const count = bystander.func("long bystander_count(void)");
  const worker = new Worker(new URL(import.meta.url), { argv: ["guarded"] });
  const ended = Promise.all([once(worker, "message"), once(worker, "exit")]);
  const commit = crime();
  const before = count();
  const caught = times(200, () => commit() && hostAllocates());
  const [[inWorker], [status]] = await ended;
  const rounds = count();
  report({
    caught,
    worker: { caught: inWorker, status },
    bystander: { ran: rounds > before, ok: bystander.func("int bystander_ok(void)")() },
    mallocRepair: bystander.status().layers[0].mallocRepair,
  });
  bystander.func("void bystander_stop(void)")();
}

function crime() {
  const commit = open("double_free_large").func("int double_free_large(void)");
  return () => faultOf(commit)?.name === "SIGABRT";
}

/** Blocks of many sizes, filled and looked at again. */
function hostAllocates() {
  const blocks = Array.from({ length: 40 }, (_, index) =>
    Buffer.allocUnsafeSlow(1 << (index % 18)).fill(index),
  );
  return blocks.every((block, index) => block[0] === index && block.at(-1) === index);
}
