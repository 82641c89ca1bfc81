// What a buffer costs that is lent between guards, as a ratio to the same call through plain koffi; and what making a
// guarded buffer costs next to a plain one. In several processes, for the reason that js-call has.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median, pairedRatio } from "../harness.mjs";
import { cases } from "../memory-cases.mjs";

const PROCESSES = 5;
const CHILD = fileURLToPath(new URL("../children/memory.mjs", import.meta.url));

export function run() {
  const processes = Array.from({ length: PROCESSES }, () =>
    JSON.parse(execFileSync(process.execPath, [CHILD], { maxBuffer: Number.POSITIVE_INFINITY })),
  );
  const calls = cases.map(({ name }) => [name, processes.map((samples) => samples.calls[name])]);
  const creation = processes.map((samples) => samples.creation);
  return {
    title: `memory: one call with a buffer, as a ratio to plain koffi (median of ${PROCESSES} processes)`,
    columns: ["call", "plain ns", ...others(calls[0][1][0]), "+ memory ns"],
    rows: [
      ...calls.map(([name, samples]) => row(name, samples, "+ memory")),
      creationRow(creation),
    ],
    samples: processes,
  };
}

/** @param {Record<string, number[]>[]} processes the samples of the case's variants in each process */
function row(name, processes, shown) {
  const ratios = others(processes[0]).map((variant) => ratio(processes, variant));
  return [name, time(processes, "plain"), ...ratios, time(processes, shown)];
}

function creationRow(processes) {
  const [plain, made] = [time(processes, "plain"), time(processes, "guardedBuffer")];
  return ["4 KiB made", plain, "", "", "", ratio(processes, "guardedBuffer"), made];
}

function others(samples) {
  return Object.keys(samples).filter((variant) => variant !== "plain");
}

function time(processes, variant) {
  return median(processes.map((samples) => median(samples[variant])));
}

function ratio(processes, variant) {
  return median(processes.map((samples) => pairedRatio(samples[variant], samples.plain))).toFixed(
    2,
  );
}
