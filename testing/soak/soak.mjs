// npm run soak [-- seconds [seed]] [--record]: main and workers do at random what guests do, right and wrong.
// Ends with 0 when every outcome was the right one and the memory stayed flat. --record: writes bench/results/soak.json.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { honestNames } from "./actions.mjs";
import { work } from "./work.mjs";

const WORKERS = 2;
/** From a third of the run on. A leak of 100 bytes in each fault would be 40 MB in a minute. */
const MOST_GROWTH = 24 * 1024 ** 2;
/** And for each worker: of one that is terminated in asynchronous calls, plain koffi leaves 70 KB behind too. */
const MOST_GROWTH_PER_WORKER = 128 * 1024;
/** Before that, V8 and malloc are still warming up. */
const WARM_UP_SECONDS = 15;

const numbers = process.argv.slice(2).filter((argument) => argument !== "--record");
const [seconds = 45, seed = Date.now() % 1e6] = numbers.map(Number);
if (!(seconds > 0) || !Number.isInteger(seed)) {
  console.error("Expected seconds and a whole number: npm run soak -- 45 123");
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "cofferdam-soak-"));
process.on("exit", () => rmSync(folder, { recursive: true }));
const path = build(folder);
const end = Date.now() + seconds * 1000;
const totals = { actions: {}, faults: {} };
const memory = [];
let workersEnded = 0;

console.log(`soak: ${seconds} s, seed ${seed}, main and ${WORKERS} workers at a time`);
const sampler = setInterval(sample, (seconds * 1000) / 30);
const inWorkers = Array.from({ length: WORKERS }, (_, index) => keepWorking(seed + index));
await work(path, seed, () => Date.now() > end, add);
await Promise.all(inWorkers);
clearInterval(sampler);
const result = summary();
report(result);
if (process.argv.includes("--record")) await record(result);

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
    const workerData = { path, seed: workerSeed, lifeMs, terminated };
    const worker = new Worker(new URL("worker.mjs", import.meta.url), { workerData });
    worker.on("message", (message) => {
      if (message === "terminate") setTimeout(() => worker.terminate(), workerSeed % 60);
      else add(message);
    });
    worker.on("error", reject);
    worker.on("exit", resolve);
  });
}

function add({ actions, faults }) {
  for (const [name, count] of Object.entries(actions)) increase(totals.actions, name, count);
  for (const [kind, count] of Object.entries(faults)) increase(totals.faults, kind, count);
}

function increase(counts, name, count) {
  counts[name] = (counts[name] ?? 0) + count;
}

function sample() {
  memory.push(process.memoryUsage.rss());
}

function summary() {
  const { actions, faults } = totals;
  return {
    ...{ seconds, seed, actions: sum(actions), workersEnded },
    faults: { all: sum(faults), ...faults },
    honestCalls: sum(Object.fromEntries(honestNames.map((name) => [name, actions[name] ?? 0]))),
    grownBytes: Math.max(...memory.slice(-3)) - memory[Math.floor(memory.length / 3)],
    memoryBytes: memory,
  };
}

function sum(counts) {
  return Object.values(counts).reduce((all, one) => all + one, 0);
}

function report({ actions, faults, honestCalls, grownBytes }) {
  const { all, ...kinds } = faults;
  for (const name of Object.keys(totals.actions).sort()) line(totals.actions[name], name);
  line(actions, `in all, every one right; ${workersEnded} workers ended`);
  line(
    all,
    `faults: ${Object.entries(kinds)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(", ")}`,
  );
  line(honestCalls, "honest calls beside them");
  const seen = memory.filter((_, i) => i % 5 === 0).map(inMiB);
  console.log(`memory: ${seen.join(", ")}; grown ${inMiB(grownBytes)}`);
  const most = MOST_GROWTH + workersEnded * MOST_GROWTH_PER_WORKER;
  if (grownBytes < most || seconds < WARM_UP_SECONDS) return;
  console.error(`soak: the memory grew by ${inMiB(grownBytes)} from a third of the run on`);
  process.exitCode = 1;
}

function line(count, what) {
  console.log(`${String(count).padStart(9)}  ${what}`);
}

function inMiB(bytes) {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}

async function record(what) {
  const { describeMachine, load } = await import("../../bench/machine.mjs");
  const { save } = await import("../../bench/results.mjs");
  save("soak", {
    benchmark: "soak",
    machine: { ...describeMachine(), loadAfter: load() },
    ...what,
  });
}
