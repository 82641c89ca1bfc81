// The worker that loads us first ends; the main thread goes on, first without us, then with us. The test
// kills it from outside.
import { once } from "node:events";
import { isMainThread, Worker } from "node:worker_threads";
import { faulting, report, say, times } from "./setup.mjs";
import { trap } from "./trap.mjs";

if (isMainThread) {
  const options = { argv: process.argv.slice(2) };
  const [status] = await once(new Worker(new URL(import.meta.url), options), "exit");
  const traps = [trap(), trap()];
  report({ status, traps, faults: times(10, faulting()) });
  setInterval(() => {}, 1000);
  say("ready");
} else if (times(10, faulting()) !== 10) {
  process.exit(1);
}
