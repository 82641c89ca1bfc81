// Workers come and go; each runs guests on stacks of its own, also nested ones, and overflows one.
import { once } from "node:events";
import { isMainThread, Worker } from "node:worker_threads";
import { koffi } from "@cofferdam/ffi";
import { args, faultOf, open, openPath, report, residentStacks } from "./setup.mjs";

const BYTES = 2 ** 20 + 7 * 4096; // no other mapping is just as large
if (isMainThread) await main();
else work();

async function main() {
  work();
  const counts = [residentStacks(BYTES).length];
  const statuses = [];
  for (let round = 0; round < 30; round++) {
    const worker = new Worker(new URL(import.meta.url), { argv: args });
    statuses.push((await once(worker, "exit"))[0]);
    counts.push(residentStacks(BYTES).length);
  }
  report({ counts, failed: statuses.filter((status) => status !== 0).length });
}

function work() {
  koffi.proto("int Transform(int value)");
  const honest = open("honest", BYTES);
  const apply = honest.func("int apply(void *callback, int value)");
  const overflow = openPath(args[0], BYTES).func("int overflow(int bytes)");
  const nested = honest.register((value) => {
    return faultOf(() => overflow(5000))?.limit === BYTES ? value : -1;
  }, "Transform *");
  if (apply(nested, 42) !== 42) throw new Error("the nested overflow was not contained");
}
