// AbortSignals end asynchronous calls: before they begin, in the target, and in libc.
import { setTimeout as sleep } from "node:timers/promises";
import { hostTroubles } from "@cofferdam/testing/conformance/host-health.mjs";
import { openLimited } from "./deadlines.mjs";
import { args, report } from "./setup.mjs";

const [path] = args;
const rows = {};
for (const timeout of [10_000, Number.POSITIVE_INFINITY]) {
  const guest = openLimited(path, { timeout, grace: 100 });
  const add = guest.func("int add(int a, int b)");
  const ways = ["spin", "sleep_long", "lock_twice", "allocate", "read_nothing"];
  for (const way of ways) {
    rows[`${way} ${timeout}`] = {
      ended: await abortedAfter(guest.func(`int ${way}(void)`), 30),
      afterwards: await add.async(20, 22),
    };
  }
  const spinFor = guest.func("int spin_for(int ms)");
  rows[`before ${timeout}`] = {
    ended: await reasonOf(spinFor.async(1, { signal: AbortSignal.abort("before") })),
    afterwards: await spinFor.async(1),
  };
  rows[`at once ${timeout}`] = {
    ended: await abortedAfter(guest.func("int spin(void)"), 0),
    afterwards: await add.async(20, 22),
  };
  rows[`too late ${timeout}`] = {
    ended: await tooLate(spinFor),
    afterwards: await spinFor.async(2),
  };
  rows[`many ${timeout}`] = { ended: await many(guest), afterwards: await add.async(20, 22) };
  const { lastFault, faults } = guest.status();
  rows[`status ${timeout}`] = { lastFault, faults };
}
const quarantined = openLimited(path, { timeout: 10_000 }, { afterFault: "quarantine" });
const ended = await abortedAfter(quarantined.func("int spin(void)"), 20);
const { state } = quarantined.status();
quarantined.reopen();
const reopened = quarantined.func("int add(int a, int b)")(20, 22);
report({ rows, quarantined: { ended, state, reopened }, troubles: await hostTroubles() });

/** The reason that the caller gets at once; then waits until the call has really ended: a pool of four threads. */
async function abortedAfter(call, ms) {
  const controller = new AbortController();
  const promise = reasonOf(call.async({ signal: controller.signal }));
  if (ms > 0) await sleep(ms);
  controller.abort("mine");
  const reason = await promise;
  await sleep(250); // the longest grace, and more
  return reason;
}

async function tooLate(call) {
  const controller = new AbortController();
  const value = await call.async(1, { signal: controller.signal });
  controller.abort("late");
  return value;
}

/** More than there are threads: the later ones are aborted before they begin. */
async function many(guest) {
  const spin = guest.func("int spin(void)");
  const controller = new AbortController();
  const calls = Array.from({ length: 12 }, () =>
    reasonOf(spin.async({ signal: controller.signal })),
  );
  await sleep(20);
  controller.abort("all");
  const reasons = await Promise.all(calls);
  await sleep(200);
  return reasons.filter((reason) => reason === "all").length;
}

async function reasonOf(promise) {
  try {
    return { value: await promise };
  } catch (reason) {
    return reason;
  }
}
