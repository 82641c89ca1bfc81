// What metering costs code that computes, next to the same module in the same V8 without it.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { findNode } from "@cofferdam/testing/nodes/find.mjs";
import { median, pairedRatio } from "../harness.mjs";
import { figure } from "../results.mjs";
import { namedKernels } from "../wasm-cases.mjs";

const CHILD = fileURLToPath(new URL("../children/wasm-kernels.mjs", import.meta.url));
const MAJORS = [20, 24, 26];
/** Of the geometric means. */
const GOALS = { 20: { kernels: 1.1, QuickJS: 1.2 }, 24: { kernels: 1.15, QuickJS: 1.2 } };
const PROCESSES = 3;

export function run() {
  const found = MAJORS.map(findNode).filter(({ missing }) => !missing);
  const measured = found.map(({ major, path }) => ({ major, ratios: ratiosOn(path) }));
  const names = Object.keys(measured[0].ratios);
  const means = measured.map(({ major, ratios }) => ({ major, ...meansOf(ratios) }));
  return {
    title: `wasm-kernels: metered, as a ratio to the same module without (median of ${PROCESSES} processes)`,
    columns: ["kernel", ...measured.map(({ major }) => `Node ${major}`)],
    rows: [
      ...names.map((name) => [name, ...measured.map(({ ratios }) => ratios[name].toFixed(3))]),
      ["geometric mean of the first four", ...means.map(({ kernels }) => kernels.toFixed(3))],
      ["geometric mean of QuickJS", ...means.map(({ QuickJS }) => QuickJS.toFixed(3))],
    ],
    figures: means.flatMap(({ major, ...mean }) => {
      const goals = GOALS[major] ?? GOALS[24];
      return Object.entries(goals).map(([what, atMost]) =>
        figure(`${what} on Node ${major}, ratio to raw V8`, mean[what], "", atMost),
      );
    }),
    samples: Object.fromEntries(measured.map(({ major, ratios }) => [major, ratios])),
  };
}

/** Of each kernel, in this Node. */
function ratiosOn(node) {
  const options = { maxBuffer: Number.POSITIVE_INFINITY };
  const processes = Array.from(
    { length: PROCESSES },
    () => JSON.parse(execFileSync(node, ["--no-warnings", CHILD], options)).samples,
  );
  const names = Object.keys(processes[0]);
  const ratio = ({ metered, raw }) => pairedRatio(metered, raw);
  return Object.fromEntries(
    names.map((name) => [name, median(processes.map((samples) => ratio(samples[name])))]),
  );
}

function meansOf(ratios) {
  const named = (isNamed) =>
    Object.keys(ratios)
      .filter(isNamed)
      .map((name) => ratios[name]);
  return {
    kernels: geometricMean(named((name) => namedKernels.includes(name))),
    QuickJS: geometricMean(named((name) => name.startsWith("QuickJS"))),
  };
}

function geometricMean(ratios) {
  return Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
}
