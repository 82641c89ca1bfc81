// A worker is terminated while it runs JavaScript for a guest, which goes on when that has ended.
import { once } from "node:events";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { koffi } from "@cofferdam/ffi";
import { args, faulting, openPath, report, times } from "./setup.mjs";

const [path, crashes] = args;
if (isMainThread) await main();
else work();

async function main() {
  const worker = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) });
  await once(worker, "message");
  report({ status: await worker.terminate(), faults: times(10, faulting()) });
}

function work() {
  koffi.proto("int Callback(int value)");
  const guest = openPath(path);
  const callBack = guest.func("int call_back(void *callback, bool crashes)");
  const callback = guest.register(() => {
    parentPort.postMessage("ready");
    while (true);
  }, "Callback *");
  callBack(callback, crashes === "crashes");
}
