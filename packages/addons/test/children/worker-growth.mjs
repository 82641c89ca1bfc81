// Workers that load the addon, call it and end, one after another; reports what the process holds after some, and
// after many.
import { createRequire } from "node:module";
import { isMainThread, Worker } from "node:worker_threads";
import { resources } from "@cofferdam/testing/conformance/host-health.mjs";
import { collect, open, report } from "./setup.mjs";

const SOME = 20;
/** More than the gate has slots for, if each kept its own. */
const MANY = 150;

const [scenario, , file] = process.argv.slice(2);
const loads = {
  plain: () => createRequire(import.meta.url)(file),
  guarded: () => open().exports,
};

async function use(guest) {
  for (let nth = 0; nth < 100; nth++) {
    guest.call_back(() => new guest.Box().honest(nth, 1));
    guest.external(false);
  }
  await guest.do_work(0);
}

async function runWorkers(count) {
  for (let nth = 0; nth < count; nth++) {
    const worker = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) });
    await new Promise((resolve, reject) => worker.on("error", reject).on("exit", resolve));
  }
  await collect();
  return { ...resources(), kibibytes: process.memoryUsage.rss() / 1024 };
}

const grow = async () => ({ warm: await runWorkers(SOME), after: await runWorkers(MANY) });

if (isMainThread) await report({ plain: grow, guarded: grow });
else await use(loads[scenario]());
