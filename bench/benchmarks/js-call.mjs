// What a guarded call costs in JavaScript, as a ratio to the same call through plain koffi.
//
// In several processes: where the kernel happens to put code and stacks changes the ratio by up to a tenth, in the same
// way for all of a process's life.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median, pairedRatio } from "../harness.mjs";
import { cases } from "../js-call-cases.mjs";
import { figure } from "../results.mjs";

const PROCESSES = 9;
const CHILD = fileURLToPath(new URL("../children/js-call.mjs", import.meta.url));
const ALL_LAYERS = "signals + stack";
const WITH_DEADLINE = "signals + deadline + stack";

export function run() {
  const processes = Array.from({ length: PROCESSES }, () =>
    JSON.parse(execFileSync(process.execPath, [CHILD], { maxBuffer: Number.POSITIVE_INFINITY })),
  );
  const measured = cases.map((one) =>
    summary(
      one,
      processes.map((samples) => samples[one.name]),
    ),
  );
  return {
    title: `js-call: one call from JavaScript, as a ratio to plain koffi (median of ${PROCESSES} processes)`,
    columns: ["function", "plain koffi ns", ...Object.keys(measured[0].ratios), "least to most"],
    rows: measured.map(({ name, plain, ratios, range }) => [
      name,
      plain,
      ...Object.values(ratios).map((ratio) => ratio.toFixed(3)),
      range.map((ratio) => ratio.toFixed(3)).join(" to "),
    ]),
    figures: measured.flatMap(({ name, atMost, withDeadline, ratios }) => [
      ...goal(name, ALL_LAYERS, ratios, atMost),
      ...goal(name, WITH_DEADLINE, ratios, withDeadline),
    ]),
    samples: processes,
  };
}

function goal(name, layers, ratios, atMost) {
  if (atMost === undefined) return [];
  return [figure(`${name} with ${layers}, ratio to plain koffi`, ratios[layers], "", atMost)];
}

/** @param {Record<string, number[]>[]} processes the samples of the case's variants in each process */
function summary({ name, atMost, withDeadline }, processes) {
  const variants = Object.keys(processes[0]).filter((variant) => variant !== "plain");
  const ratiosOf = (variant) =>
    processes.map((samples) => pairedRatio(samples[variant], samples.plain));
  const all = ratiosOf(ALL_LAYERS);
  return {
    name,
    atMost,
    withDeadline,
    plain: median(processes.map(({ plain }) => median(plain))),
    ratios: Object.fromEntries(variants.map((variant) => [variant, median(ratiosOf(variant))])),
    range: [Math.min(...all), Math.max(...all)],
  };
}
