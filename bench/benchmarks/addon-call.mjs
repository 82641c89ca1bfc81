// What a call of an addon costs through the gate, as a ratio to the same addon without a guard. In several
// processes, as js-call.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { addonCases } from "../addon-call-cases.mjs";
import { median, pairedRatio } from "../harness.mjs";
import { figure } from "../results.mjs";

const PROCESSES = 9;
const CHILD = fileURLToPath(new URL("../children/addon-call.mjs", import.meta.url));
const ALL_LAYERS = "signals + stack";

export function run() {
  const processes = Array.from({ length: PROCESSES }, () =>
    JSON.parse(execFileSync(process.execPath, [CHILD], { maxBuffer: Number.POSITIVE_INFINITY })),
  );
  const measured = addonCases.map((one) => summary(one, processes));
  return {
    title: `addon-call: one call of an addon, as a ratio to unguarded (median of ${PROCESSES} processes)`,
    columns: ["function", "unguarded ns", ...Object.keys(measured[0].ratios), "least to most"],
    rows: measured.map(({ title, plain, ratios, range }) => [
      title,
      plain,
      ...Object.values(ratios).map((ratio) => ratio.toFixed(3)),
      range.map((ratio) => ratio.toFixed(3)).join(" to "),
    ]),
    figures: measured
      .filter(({ atMost }) => atMost)
      .map(({ name, atMost, ratios }) =>
        figure(`${name} of an addon, ratio to unguarded`, ratios[ALL_LAYERS], "", atMost),
      ),
    samples: processes,
  };
}

function summary(one, processes) {
  const samples = processes.map((process) => process[one.name]);
  const variants = Object.keys(samples[0]).filter((variant) => variant !== "plain");
  const ratiosOf = (variant) => samples.map((each) => pairedRatio(each[variant], each.plain));
  const all = ratiosOf(ALL_LAYERS);
  return {
    ...one,
    plain: median(samples.map(({ plain }) => median(plain))),
    ratios: Object.fromEntries(variants.map((variant) => [variant, median(ratiosOf(variant))])),
    range: [Math.min(...all), Math.max(...all)],
  };
}
