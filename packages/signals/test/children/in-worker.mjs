// Runs another script, named by the first argument, in a worker.
import { Worker } from "node:worker_threads";
import { say } from "./setup.mjs";

const [mode, script, ...args] = process.argv.slice(2);
const worker = new Worker(new URL(`${script}.mjs`, import.meta.url), { argv: [mode, ...args] });
worker.on("exit", (code) => {
  if (code !== 0) say(`worker exited with ${code}`);
});
