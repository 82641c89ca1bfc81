// What a library costs in a confined helper process, through the public API, as a ratio to what the machine can do at best and
// to process.send; and how long a helper that died is missed.
//
// Each round runs everything once, in processes of its own, so that a ratio compares what ran within the same second or two.
// A sample is the mean of ten calls, one after the other; "async": of a run of calls, 256 in flight.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median, pairedRatio } from "../harness.mjs";
import { pingPong } from "../native/build.mjs";
import { figure } from "../results.mjs";

const ROUNDS = 7;
const CHILD = fileURLToPath(new URL("../children/helper.mjs", import.meta.url));
const TWO_CORES = [0, 1];
const ONE_CORE = [0, 0];

const programs = {
  "C to C, spinning": pinned("spin", 50_000, TWO_CORES),
  "C to C, futex, one core": pinned("futex", 10_000, ONE_CORE),
  helper: child("confined", TWO_CORES),
  "helper, not confined": child("bare", TWO_CORES),
  "helper, one core": child("confined", ONE_CORE),
  "process.send": child("send", TWO_CORES),
  "helper, async": child("async", TWO_CORES),
  "process.send, async": child("send-async", TWO_CORES),
  "1 MiB summed here": child("sum-here", TWO_CORES),
  "1 MiB summed by reference": child("sum-by-reference", TWO_CORES),
};
const deaths = {
  "killed, with a spare": child("kill-spare", TWO_CORES),
  "killed, without": child("kill-cold", TWO_CORES),
};

export function run() {
  const all = { ...programs, ...deaths };
  const rounds = Array.from({ length: ROUNDS }, () =>
    Object.fromEntries(Object.keys(all).map((name) => [name, samplesOf(all[name])])),
  );
  const medians = Object.fromEntries(
    Object.keys(all).map((name) => [name, rounds.map((round) => median(round[name]))]),
  );
  const ratio = (name, base) => pairedRatio(medians[name], medians[base]);
  return {
    title: `helper: a library in a confined process (median of ${ROUNDS} rounds)`,
    columns: ["what", "p50", "p99", "unit", "p50, least to most"],
    rows: Object.entries(medians).map(([name, p50s]) => {
      const shown = (value) => (name in deaths ? value.toFixed(1) : Math.round(value));
      return [
        name,
        shown(median(p50s)),
        shown(median(rounds.map((round) => percentile(round[name], 0.99)))),
        name in deaths ? "ms" : "ns",
        `${shown(Math.min(...p50s))} to ${shown(Math.max(...p50s))}`,
      ];
    }),
    figures: [
      figure("call, ratio to C to C spinning", ratio("helper", "C to C, spinning"), "", 4),
      figure("call, ratio to process.send", ratio("helper", "process.send"), "", 1 / 100),
      figure(
        "call on one core, ratio to futex there",
        ratio("helper, one core", "C to C, futex, one core"),
        "",
        2,
      ),
      figure(
        "async, ratio to process.send async",
        ratio("helper, async", "process.send, async"),
        "",
        1 / 10,
      ),
      figure(
        "1 MiB by reference, ratio to in-process",
        ratio("1 MiB summed by reference", "1 MiB summed here"),
        "",
        1.25,
      ),
      figure("confinement, ratio to none", ratio("helper", "helper, not confined"), "", 1.05),
      figure("kill to next good call, spare", median(medians["killed, with a spare"]), "ms", 5),
      figure("kill to next good call, cold", median(medians["killed, without"]), "ms", 40),
    ],
    samples: medians,
  };
}

function pinned(way, rounds, cores) {
  return [pingPong(), way, rounds, ...cores].map(String);
}

function child(way, cores) {
  return [process.execPath, CHILD, way, ...cores].map(String);
}

function samplesOf([program, ...args]) {
  return JSON.parse(execFileSync(program, args, { maxBuffer: Number.POSITIVE_INFINITY }));
}

function percentile(samples, part) {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}
