// The worker that loads us first ends before the main thread, which may follow or not, goes on.
import { once } from "node:events";
import { isMainThread, Worker } from "node:worker_threads";

const FOLLOWS = process.argv[3] === "follows";
if (isMainThread) {
  await once(new Worker(new URL(import.meta.url), {argv: process.argv.slice(2)}), "exit");
  if (FOLLOWS) await import("./webassembly.mjs");
  else { const {endOn}=1 }
} else await import("./webassembly.mjs");
