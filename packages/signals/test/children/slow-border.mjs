// Calls that take about as long as they may, one after the other: each returns right, or is a timeout. A sleep that
// ends just as the signal is on its way is interrupted, once in thousands.
import { openLimited, outcomeNow, outcomeOf } from "./deadlines.mjs";
import { args, report } from "./setup.mjs";

const [path, mode, count] = args;
const guest = openLimited(path, { timeout: 4, grace: 200 });
const spinFor = guest.func("int spin_for_us(int us)");
const sleepFor = guest.func("int sleep_for_us(int us)");
const add = guest.func("int add(int a, int b)");
const seen = { right: 0, timeout: 0, early: 0, interrupted: 0, wrong: [] };

if (mode === "sync") for (let round = 0; round < Number(count); round++) now(round);
else await Promise.all(Array.from({ length: 6 }, (_, lane) => later(lane)));
report(seen);

function now(round) {
  const us = micros(round);
  note(us, round % 2 ? outcomeNow(() => sleepFor(us)) : outcomeNow(() => spinFor(us)));
  if (add(round, 1) !== round + 1) seen.wrong.push("add");
}

async function later(lane) {
  for (let round = lane; round < Number(count); round += 6) {
    const us = micros(round);
    note(us, await outcomeOf(() => (round % 2 ? sleepFor : spinFor).async(us)));
    if ((await add.async(round, 1)) !== round + 1) seen.wrong.push("add");
  }
}

/** Around the limit, in small steps. */
function micros(round) {
  return 3600 + ((round * 37) % 3400);
}

function note(us, outcome) {
  if (outcome.value === us) seen.right++;
  else if (outcome.value === -1) seen.interrupted++;
  else if (outcome.kind !== "timeout") seen.wrong.push(outcome);
  else if (outcome.took < 4 || outcome.elapsed < 4) seen.early++;
  else seen.timeout++;
}
