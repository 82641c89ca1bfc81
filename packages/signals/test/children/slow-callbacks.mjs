// Deadlines around calls that come back into JavaScript.
//
//   node slow-callbacks.mjs guarded <library> <direct|registered>
import { execFileSync } from "node:child_process";
import { readFileSync, writeSync } from "node:fs";
import { koffi } from "@cofferdam/ffi";
import { hostTroubles } from "@cofferdam/testing/conformance/host-health.mjs";
import { openLimited, outcomeNow } from "./deadlines.mjs";
import { args, report } from "./setup.mjs";

const [path, how] = args;
koffi.proto("void Callback(void)");
const inner = openLimited(path, { timeout: 40, grace: 100 });
const spin = inner.func("int spin(void)");
const sleepLong = inner.func("int sleep_long(void)");
const lockTwice = inner.func("int lock_twice(void)");

const nested = {};
const rows = {
  // the inner calls take 40 + 40 + 140 ms of the outer one's time
  innerEnds: outer(2000, 1, () => {
    nested.spin = outcomeNow(spin);
    nested.sleep = outcomeNow(sleepLong);
    nested.lock = outcomeNow(lockTwice);
  }),
  // its own time was nearly used up by the callback
  callbackCounts: outer(300, 250, () => busyFor(200)),
  // not interrupted; ended when the guest runs again
  callbackIsLonger: outer(50, 10_000, () => {
    nested.done = hostWork();
  }),
  // overdue since before the inner calls began, which have their own time
  innerWhileOverdue: outer(50, 10_000, () => {
    busyFor(100);
    nested.right = inner.func("int spin_for(int ms)")(5);
    nested.late = outcomeNow(spin);
  }),
  innerEndsDiverted: outer(400, 10_000, () => {
    nested.twice = [outcomeNow(sleepLong), outcomeNow(sleepLong)];
  }),
  throws: outer(50, 10_000, () => {
    throw new Error("mine");
  }),
};
report({ rows, nested, troubles: await hostTroubles() });

function outer(timeout, ms, callback) {
  const guest = openLimited(path, { timeout, grace: 200 });
  const call = guest.func("int call_then_spin_for(Callback *callback, int ms)");
  const given = how === "direct" ? callback : guest.register(callback, "Callback *");
  try {
    return outcomeNow(() => call(given, ms));
  } catch (error) {
    return { thrown: error.message };
  }
}

function busyFor(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end) Math.sqrt(ms);
}

/** What EINTR could break. Takes longer than the outer call may. */
function hostWork() {
  const end = performance.now() + 300;
  let right = 0;
  for (let round = 1; performance.now() < end; round++) {
    const said = execFileSync("sh", ["-c", `sleep 0.03; echo ${round}`], { encoding: "utf8" });
    const read = readFileSync("/proc/self/maps", "utf8").length > 1000;
    if (said !== `${round}\n` || !read || writeSync(2, "") !== 0) return -round;
    right = round;
  }
  return right > 2;
}
