// npm run soak [-- seconds [seed]]: main and workers do at random what guests do, right and wrong.
// Ends with 0 when every outcome was the right one and the memory stayed flat.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { work } from "./work.mjs";

const WORKERS = 2;
/** From a third of the run on. A leak of 100 bytes in each fault would be 40 MB in a minute. */
const MOST_GROWTH = 24 * 1024 ** 2;
/** Before that, V8 and malloc are still warming up. */
const WARM_UP_SECONDS = 15;

const seconds = Number(process.argv[2] ?? 45);
const seed = Number(process.argv[3] ?? Date.now() % 1e6);
if (!(seconds > 0) || !Number.isInteger(seed)) {
  console.error("Expected seconds and a whole number: npm run soak -- 45 123");
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "cofferdam-soak-"));
process.on("exit", () => rmSync(folder, { recursive: true }));
const path = build(folder);
const end = Date.now() + seconds * 1000;
const totals = {};
const memory = [];
let workersEnded = 0;

console.log(`soak: ${seconds} s, seed ${seed}, main and ${WORKERS} workers at a time`);
const sampler = setInterval(sample, (seconds * 1000) / 30);
const inWorkers = Array.from({ length: WORKERS }, (_, index) => keepWorking(seed + index));
add(await work(path, seed, () => Date.now() > end));
await Promise.all(inWorkers);
clearInterval(sampler);
report();

function build(into) {
  const library = join(into, "libsoak.so");
  const source = fileURLToPath(new URL("guest.cc", import.meta.url));
  const flags = ["-std=c++20", "-O1", "-fno-optimize-sibling-calls", "-w", "-shared", "-fPIC"];
  execFileSync(process.env.CXX || "c++", [...flags, source, "-o", library]);
  return library;
}

/** One worker after the other: each ends by itself or is terminated in the middle of its work. */
async function keepWorking(firstSeed) {
  for (let number = 1; Date.now() < end; number++) {
    const left = end - Date.now();
    const lifeMs = Math.min(left, 1000 + ((firstSeed * number) % 3000));
    await oneWorker(firstSeed + 1000 * number, lifeMs, number % 2 === 0);
    workersEnded++;
  }
}

function oneWorker(workerSeed, lifeMs, terminated) {
  return new Promise((resolve, reject) => {
    const workerData = { path, seed: workerSeed, lifeMs: terminated ? 1e9 : lifeMs };
    const worker = new Worker(new URL("worker.mjs", import.meta.url), { workerData });
    if (terminated) setTimeout(() => worker.terminate(), lifeMs);
    worker.on("message", add);
    worker.on("error", reject);
    worker.on("exit", resolve);
  });
}

function add(counts) {
  for (const [name, count] of Object.entries(counts)) totals[name] = (totals[name] ?? 0) + count;
}

function sample() {
  memory.push(process.memoryUsage.rss());
}

function report() {
  const MiB = (bytes) => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
  const grown = Math.max(...memory.slice(-3)) - memory[Math.floor(memory.length / 3)];
  for (const name of Object.keys(totals).sort()) {
    console.log(`${String(totals[name]).padStart(9)}  ${name}`);
  }
  const sum = Object.values(totals).reduce((all, one) => all + one, 0);
  console.log(`${String(sum).padStart(9)}  in all, every one right; ${workersEnded} workers ended`);
  console.log(
    `memory: ${memory
      .filter((_, i) => i % 5 === 0)
      .map(MiB)
      .join(", ")}; grown ${MiB(grown)}`,
  );
  if (grown < MOST_GROWTH || seconds < WARM_UP_SECONDS) return;
  console.error(`soak: the memory grew by ${MiB(grown)} from a third of the run on`);
  process.exitCode = 1;
}
