// How long after its limit a call is over: its error is caught, or its promise rejected.
//
// Synchronous and asynchronous calls have a process each.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { cases, GRACE_MS, isForced, LIMIT_MS, modes } from "../deadline-cases.mjs";
import { median } from "../harness.mjs";
import { figure } from "../results.mjs";

const CALLS = 21;
const THOROUGH_CALLS = 101;
const CHILD = fileURLToPath(new URL("../children/deadline.mjs", import.meta.url));
const GOAL_MS = 5;
const GOAL_AFTER_GRACE_MS = 20;

export function run({ thorough }) {
  const calls = thorough ? THOROUGH_CALLS : CALLS;
  const samples = Object.fromEntries(modes.map((mode) => [mode, overdue(mode, calls)]));
  return {
    title: `deadline: ms past a limit of ${LIMIT_MS} ms, grace ${GRACE_MS} ms (${calls} calls each)`,
    columns: ["a call that …", "ends", ...modes.flatMap((mode) => [mode, "worst"])],
    rows: cases.map(({ title, name, ends }) => [
      title,
      ends.join(" or "),
      ...modes.flatMap((mode) => [median(samples[mode][name]), Math.max(...samples[mode][name])]),
    ]),
    figures: modes.flatMap((mode) => figures(mode, samples[mode])),
    samples,
  };
}

function overdue(mode, calls) {
  return JSON.parse(execFileSync(process.execPath, [CHILD, mode, String(calls)]));
}

/** The case that does worst stands for the others. */
function figures(mode, samples) {
  const most = (chosen, of) => Math.max(...chosen.map(({ name }) => of(samples[name])));
  const worst = (overdue) => Math.max(...overdue);
  const forced = cases.filter(isForced);
  const others = cases.filter((one) => !isForced(one));
  const late = GRACE_MS + GOAL_AFTER_GRACE_MS;
  return [
    figure(`past the limit, ${mode}, median`, most(others, median), "ms", GOAL_MS),
    figure(`past the limit, ${mode}, worst call`, most(others, worst), "ms", GOAL_MS),
    figure(`past the limit, ${mode}, forced, median`, most(forced, median), "ms", late),
    figure(`past the limit, ${mode}, forced, worst call`, most(forced, worst), "ms", late),
  ];
}
