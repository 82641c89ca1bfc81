// What a guarded asynchronous call costs, as a ratio to the same call through plain koffi, until its promise is settled.
//
// In several processes, as js-call.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { cases } from "../async-cases.mjs";
import { median, pairedRatio } from "../harness.mjs";
import { figure } from "../results.mjs";

const PROCESSES = 9;
const CHILD = fileURLToPath(new URL("../children/async.mjs", import.meta.url));
const ALL_LAYERS = "signals + stack";

export function run() {
  const processes = Array.from({ length: PROCESSES }, () =>
    JSON.parse(execFileSync(process.execPath, [CHILD], { maxBuffer: Number.POSITIVE_INFINITY })),
  );
  const measured = cases.map(({ name, atMost }) => {
    const samples = processes.map((all) => all[name]);
    const plain = median(samples.map((variants) => median(variants.plain)));
    return {
      name,
      atMost,
      plain,
      again: ratios(samples, "plain again"),
      all: ratios(samples, ALL_LAYERS),
    };
  });
  return {
    title: `async: one asynchronous call, as a ratio to plain koffi (median of ${PROCESSES} processes)`,
    columns: ["calls", "plain koffi ns", "plain again", ALL_LAYERS, "least to most"],
    rows: measured.map(({ name, plain, again, all }) => [
      ...[name, Math.round(plain), median(again).toFixed(3), median(all).toFixed(3)],
      `${Math.min(...all).toFixed(3)} to ${Math.max(...all).toFixed(3)}`,
    ]),
    figures: measured.map(({ name, atMost, all }) =>
      figure(`${name} with ${ALL_LAYERS}, ratio to plain koffi`, median(all), "", atMost),
    ),
    samples: processes,
  };
}

function ratios(samples, variant) {
  return samples.map((variants) => pairedRatio(variants[variant], variants.plain));
}
