// Calls that are still in another library when their time is up, and end in another way than by returning.

import { hostTroubles } from "@cofferdam/testing/conformance/host-health.mjs";
import { openLimited, outcomeNow } from "./deadlines.mjs";
import { args, report, times } from "./setup.mjs";

const [slow, thrower, mode, rounds] = args;
const limits = { timeout: 40, grace: 700 };
const options = { switched: mode === "switched" };
const guest = openLimited(slow, limits, options);
const callIn = guest.func("int call_in(const char *path, const char *function, int ms)");
const through = (name, ms) => outcomeNow(() => callIn(thrower, name, ms));
const direct = openLimited(thrower, limits, options);
const own = (name) => outcomeNow(direct.func(`int ${name}(void)`));

const rows = {};
for (let round = 0; round < Number(rounds); round++) {
  rows.returns = through("spin_then_return", 300);
  rows.throws = through("spin_then_throw", 300);
  rows.throwsEndless = through("spin_then_throw_endless", 300);
  rows.cannotAllocate = through("spin_then_throw_bad_alloc", 300);
  rows.crashes = through("spin_then_crash", 300);
  rows.crashesInTime = through("spin_then_crash", 1);
  rows.throwsInTime = through("spin_then_throw", 1);
  rows.returnsInTime = through("spin_then_return", 1);
  rows.throwsEndlessly = own("throw_endlessly");
  rows.newEndlessly = own("new_endlessly");
  rows.endlessWhat = own("throw_endless");
  rows.endlessWhatOfTerminate = own("terminate_endless");
}
report({ rows, long: sumsLong(), troubles: await hostTroubles() });

/** The x87 unit has eight registers: does an ended call leave its result in one? */
function sumsLong() {
  const callLong = guest.func("double call_long_in(const char *path, int ms)");
  const add = guest.func("double add_long(double a, double b)");
  const late = () => outcomeNow(() => callLong(thrower, 150)).abandoned === "at-return";
  return times(9, () => {
    // a process that is held up just then returns in time: once more
    for (let tries = 0; tries < 20 && !late(); tries++);
    return add(1, 2) === 3;
  });
}
