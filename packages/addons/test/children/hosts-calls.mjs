// Calls from the event loop, the thread pool and the garbage collector.
import { setTimeout as sleep } from "node:timers/promises";
import { collect, open, report, told } from "./setup.mjs";

const [HONEST, CRASHES_IN_EXECUTE, CRASHES_IN_COMPLETE] = [0, 1, 2];

const opened = open();
const { exports: guest } = opened;
const warnings = [];
const uncaught = [];
process.on("warning", (warning) => warnings.push(told(warning)));
process.on("uncaughtException", (error) => uncaught.push(told(error)));

/** What was told while `run` ran, and how many faults there were. */
async function heard(run) {
  warnings.length = uncaught.length = 0;
  const before = faults();
  const value = await run();
  await sleep(20);
  return { value, faults: faults() - before, warnings: [...warnings], uncaught: [...uncaught] };
}

function faults() {
  return opened.status().faults.signal ?? 0;
}

async function finalize(crashes, count) {
  const before = guest.finalized_so_far();
  for (let nth = 0; nth < count; nth++) guest.external(crashes);
  await collect();
  return guest.finalized_so_far() - before;
}

await report({
  "honest finalizers": () => heard(() => finalize(false, 50)),
  "crashing finalizers": () => heard(() => finalize(true, 3)),
  "honest work": () => heard(() => guest.do_work(HONEST)),
  "crash in execute": () => heard(() => guest.do_work(CRASHES_IN_EXECUTE)),
  "crash in complete": () =>
    heard(() => {
      guest.do_work(CRASHES_IN_COMPLETE);
    }),
  "mixed work": async () => {
    const crimes = Array.from({ length: 40 }, (_, nth) => nth % 2);
    return (await heard(() => Promise.all(crimes.map((crime) => guest.do_work(crime))))).value;
  },
  "threadsafe function": () =>
    heard(async () => {
      let called = 0;
      guest.call_threadsafe(() => called++, false);
      await sleep(20);
      return called;
    }),
  "crash in a threadsafe function": () =>
    heard(() => {
      guest.call_threadsafe(() => {}, true);
    }),
});
