// Workers come and go; each lends buffers, overruns one, and leaves a guarded buffer behind. Some are terminated in the
// middle of a call.
import { once } from "node:events";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { koffi } from "@cofferdam/ffi";
import { guardedBuffer } from "@cofferdam/memory";
import { args, faultOf, figures, open, report } from "./setup.mjs";

const ROUNDS = 10;
const AT_ONCE = 3;

if (isMainThread) await main();
else work();

async function main() {
  const overran = [];
  for (let round = 0; round < ROUNDS; round++) {
    const workers = Array.from(
      { length: AT_ONCE },
      () => new Worker(import.meta.filename ?? new URL(import.meta.url), { argv: args }),
    );
    for (const found of await Promise.all(workers.map((worker) => once(worker, "message"))))
      overran.push(found[0]);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  const { regions, guardedBuffers, lent, pooledBytes } = figures();
  const pooled = pooledBytes / 4096;
  report({ overran, guardedBuffers, lent, notPooled: regions - pooled });
}

/** Never returns: its host terminates it inside of the callback of a call that has two buffers. */
function work() {
  const guest = open(args[0]);
  koffi.proto("int WorkerCallback(void *bytes)");
  const write = guest.func("int write_at(uint8_t *bytes, long offset)");
  const call = guest.func("int fill_then_call(uint8_t *b, int count, WorkerCallback *callback)");
  const buffer = guardedBuffer(10);
  const offsets = [Buffer.alloc(10), buffer].map((one) => faultOf(() => write(one, 10))?.offset);
  call(buffer, 10, () =>
    call(Buffer.alloc(10), 10, () => {
      parentPort.postMessage(offsets);
      for (;;);
    }),
  );
}
