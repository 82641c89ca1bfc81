// Commits crimes on V8 as it is, nothing wrapped around: to see that they are crimes.
//
//   node commit.mjs <limit in ms> <name> ...     one line of JSON for each; only ever as a child with a time limit
//
// Each runs in a worker of its own, which is watched from here and ended when its time or its memory is up.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { wasmCrimes } from "../crimes.mjs";

const MAX_GROWTH_BYTES = 150 * 2 ** 20;
/** For those of which other things are to be seen; some use 2 GiB in passing. */
const MAX_USE_BYTES = 3 * 2 ** 30;
const LOOK_EVERY_MS = 10;
/** For V8's own heap, where GC objects are. */
const MAX_HEAP_MIB = 256;

const [limit, ...names] = process.argv.slice(2);
for (const name of names) {
  const crime = wasmCrimes.find((row) => row.name === name);
  const started = performance.now();
  const folder = crime.folder && makeFolder();
  const worker = new Worker(new URL("worker.mjs", import.meta.url), {
    workerData: { name, given: folder && join(folder, "given") },
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
  });
  const outcome = await outcomeOf(worker, limitsOf(crime));
  const ms = Math.round(performance.now() - started);
  console.log(JSON.stringify({ name, ms, ...outcome }));
  if (folder) rmSync(folder, { recursive: true, force: true });
  if (name !== names.at(-1)) await worker.terminate();
}
process.kill(process.pid, "SIGKILL"); // or it would wait for an instruction, or for a host function, that never ends

/** With the folder that the guest is given in it, and a secret beside that. */
function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), "cofferdam-crime-"));
  mkdirSync(join(folder, "given"));
  writeFileSync(join(folder, "secret.txt"), "nobody's business");
  return folder;
}

function limitsOf({ raw }) {
  return { ms: Number(limit), bytes: raw.kind === "grows" ? MAX_GROWTH_BYTES : MAX_USE_BYTES };
}

function outcomeOf(worker, limits) {
  return new Promise((resolve) => {
    const watcher = watch(limits, (seen) => end({ kind: seen }));
    const end = (outcome) => {
      watcher.look(); // it may have been too quick
      watcher.stop();
      resolve(outcome); // the first one counts
    };
    worker.on("message", end);
    worker.on("error", (error) => {
      const full = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      end(full ? { kind: "grows" } : { kind: "fails", message: error.stack });
    });
    worker.on("exit", (code) => end({ kind: "fails", message: `exit code ${code}` }));
  });
}

/** Says when it hangs, or grows. */
function watch(limits, say) {
  const before = process.memoryUsage.rss();
  let over = false;
  const look = () => {
    if (over || process.memoryUsage.rss() - before <= limits.bytes) return;
    over = true;
    say("grows");
  };
  const looks = setInterval(look, LOOK_EVERY_MS);
  const timer = setTimeout(say, limits.ms, "hangs");
  const stop = () => {
    clearInterval(looks);
    clearTimeout(timer);
  };
  return { look, stop };
}
