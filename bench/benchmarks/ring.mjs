// What a call in another process costs through the ring, as a ratio to what the machine can do at best and to process.send.
//
// Each round runs everything once, in processes of its own, so that a ratio compares what ran within the same second or two.
// A sample is the mean of ten calls, one after the other; "async": of a run of calls, 256 in flight.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median, pairedRatio } from "../harness.mjs";
import { pingPong } from "../native/build.mjs";
import { figure } from "../results.mjs";

const ROUNDS = 9;
const CHILD = fileURLToPath(new URL("../children/ring.mjs", import.meta.url));

const TWO_CORES = [0, 1];
const ONE_CORE = [0, 0];

/** Every pair of processes is pinned: where the scheduler puts it would decide more than what it does. */
const programs = {
  "C to C, spinning": pinned("spin", 50_000, TWO_CORES),
  "C to C, futex": pinned("futex", 2000, TWO_CORES),
  "C to C, futex, one core": pinned("futex", 10_000, ONE_CORE),
  ring: child("ring", TWO_CORES),
  "ring, one core": child("ring", ONE_CORE),
  "ring, never spinning": child("ring", TWO_CORES, 0),
  "process.send": child("send", TWO_CORES),
  "ring, async": child("ring-async", TWO_CORES),
  "process.send, async": child("send-async", TWO_CORES),
  "promises alone, async": child("none-async", TWO_CORES),
};

export function run() {
  const rounds = Array.from({ length: ROUNDS }, () =>
    Object.fromEntries(Object.keys(programs).map((name) => [name, samplesOf(name)])),
  );
  const medians = Object.fromEntries(
    Object.keys(programs).map((name) => [name, rounds.map((round) => median(round[name]))]),
  );
  const ratio = (name, base) => pairedRatio(medians[name], medians[base]);
  return {
    title: `ring: one call in another process (median of ${ROUNDS} rounds)`,
    columns: ["what", "p50 ns", "p99 ns", "p50, least to most"],
    rows: Object.entries(medians).map(([name, p50s]) => [
      name,
      Math.round(median(p50s)),
      Math.round(median(rounds.map((round) => percentile(round[name], 0.99)))),
      `${Math.round(Math.min(...p50s))} to ${Math.round(Math.max(...p50s))}`,
    ]),
    figures: [
      figure("ring p50, ratio to C to C spinning", ratio("ring", "C to C, spinning"), "", 4),
      figure("ring p50, ratio to process.send", ratio("ring", "process.send"), "", 1 / 100),
      figure(
        "ring p50 on one core, ratio to futex there",
        ratio("ring, one core", "C to C, futex, one core"),
        "",
        2,
      ),
      figure(
        "ring async, ratio to process.send async",
        ratio("ring, async", "process.send, async"),
        "",
        1 / 10,
      ),
    ],
    samples: medians,
  };
}

function pinned(way, rounds, cores) {
  return [pingPong(), way, rounds, ...cores].map(String);
}

function child(way, [own, helper], ...options) {
  const script = [process.execPath, CHILD, way, helper, ...options];
  return ["taskset", "-c", own, ...script].map(String);
}

function samplesOf(name) {
  const [program, ...args] = programs[name];
  const output = execFileSync(program, args, { maxBuffer: Number.POSITIVE_INFINITY });
  return JSON.parse(output);
}

function percentile(samples, part) {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}
