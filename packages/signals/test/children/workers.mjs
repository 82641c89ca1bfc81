// Guarded faults in the main thread and in two workers at once, then in workers that come and go.
import { once } from "node:events";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { args, faultOf, open, report, times } from "./setup.mjs";

const FAULTS = 500;

if (isMainThread) await main();
else parentPort.postMessage(faults(Number(args[0])));

async function main() {
  const both = [start(FAULTS), start(FAULTS)];
  await Promise.all(both.map((worker) => once(worker, "online")));
  const workers = both.map(end);
  const together = faults(FAULTS);
  report({
    together: [together, ...(await Promise.all(workers))],
    comeAndGo: await comeAndGo(20),
    afterwards: faults(10),
  });
}

async function comeAndGo(count) {
  let right = 0;
  for (let round = 0; round < count; round++) right += await end(start(5));
  return right;
}

function start(count) {
  return new Worker(new URL(import.meta.url), { argv: ["guarded", String(count)] });
}

async function end(worker) {
  const [[faults], [status]] = await Promise.all([once(worker, "message"), once(worker, "exit")]);
  return status === 0 ? faults : -1;
}

/** `count` faults of four kinds each; how many were what they are. */
function faults(count) {
  const crimes = [
    ["null_write", "SIGSEGV"],
    ["divide_by_zero", "SIGFPE"],
    ["abort_call", "SIGABRT"],
    ["illegal_instruction", "SIGILL"],
  ].map(([crime, signal]) => {
    const commit = open(crime).func(`int ${crime}(void)`);
    return () => faultOf(commit)?.name === signal;
  });
  return times(count, () => crimes.every((caught) => caught()));
}
