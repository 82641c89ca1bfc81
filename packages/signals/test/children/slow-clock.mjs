// The watchdog: asleep, awake, asleep again.
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { openLimited, outcomeNow } from "./deadlines.mjs";
import { args, report } from "./setup.mjs";

const [path] = args;
const guest = openLimited(path, { timeout: 3000, grace: 100 });
const add = guest.func("int add(int a, int b)");
const spinFor = guest.func("int spin_for(int ms)");
const soon = openLimited(path, { timeout: 30 });

await sleep(200);
const before = watchdog();
const ownName = clockThread() !== undefined;
add(1, 2);
const justCalled = watchdog();
spinFor(100);
const inCalls = watchdog();
const awakeTicks = ticksIn(() => spinFor(1000));
await sleep(200);
const idle = watchdog();
const start = cpuTicks();
const switches = wakeUps();
await sleep(1000);
const idleTicks = cpuTicks() - start;
const idleWakeUps = wakeUps() - switches;
const woken = outcomeNow(soon.func("int spin(void)"));
const { ended } = soon.status().layers[1];
report({
  before,
  ownName,
  justCalled,
  inCalls,
  awakeTicks,
  idle,
  idleTicks,
  idleWakeUps,
  woken,
  ended,
});

function watchdog() {
  return guest.status().layers.find(({ name }) => name === "deadline").watchdog;
}

function clockThread() {
  return readdirSync("/proc/self/task").find(
    (tid) => readFileSync(`/proc/self/task/${tid}/comm`, "utf8") === "cofferdam-clock\n",
  );
}

function ticksIn(act) {
  const before = cpuTicks();
  act();
  return cpuTicks() - before;
}

/** User and system time of the watchdog's thread, in ticks of 10 ms: proc_pid_stat(5). */
function cpuTicks() {
  const stat = readFileSync(`/proc/self/task/${clockThread()}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

/** How often it went to sleep: proc_pid_status(5). */
function wakeUps() {
  const status = readFileSync(`/proc/self/task/${clockThread()}/status`, "utf8");
  return Number(/^voluntary_ctxt_switches:\s*(\d+)/m.exec(status)[1]);
}
