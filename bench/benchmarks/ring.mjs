// What a call in another process costs through the ring, as a ratio to what the machine can do at best and to process.send.
//
// Each round runs everything once, in processes of its own, so that a ratio compares what ran within the same second or two.
// A sample is the mean of ten calls, one after the other; "async": of all calls, 256 in flight.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median, pairedRatio } from "../harness.mjs";
import { pingPong } from "../native/build.mjs";
import { figure } from "../results.mjs";

const ROUNDS = 11;
const CHILD = fileURLToPath(new URL("../children/ring.mjs", import.meta.url));

const programs = {
  "C to C, spinning": () => [pingPong(), "spin", "50000", "0", "1"],
  "C to C, futex": () => [pingPong(), "futex", "2000", "0", "1"],
  "C to C, futex, one core": () => [pingPong(), "futex", "10000", "0", "0"],
  ring: () => [process.execPath, CHILD, "ring"],
  "ring, one core": () => ["taskset", "-c", "0", process.execPath, CHILD, "ring"],
  "ring, never spinning": () => [process.execPath, CHILD, "ring", "0"],
  "process.send": () => [process.execPath, CHILD, "send"],
  "ring, async": () => [process.execPath, CHILD, "ring-async"],
  "process.send, async": () => [process.execPath, CHILD, "send-async"],
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

function samplesOf(name) {
  const [program, ...args] = programs[name]();
  const output = execFileSync(program, args, { maxBuffer: Number.POSITIVE_INFINITY });
  return JSON.parse(output);
}

function percentile(samples, part) {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}
