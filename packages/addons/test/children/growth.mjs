// Crashes over and over; reports what the process holds after some, and after as many again.
import { resources } from "@cofferdam/testing/conformance/host-health.mjs";
import { collect, open, outcome, report } from "./setup.mjs";

const { exports: guest } = open();

const crimes = {
  "in scopes": [100_000, () => outcome(guest.in_scopes)],
  "in a method": [20_000, () => outcome(() => new guest.Box().method())],
  "in a callback": [20_000, () => outcome(() => guest.call_back(() => guest.write_null()))],
};

async function usage() {
  await collect();
  const { heapUsed, external } = process.memoryUsage();
  return { ...resources(), kibibytes: (heapUsed + external) / 1024 };
}

async function grow(rounds, run) {
  for (let nth = 0; nth < rounds / 4; nth++) run();
  const warm = await usage();
  for (let nth = 0; nth < rounds; nth++) run();
  return { warm, after: await usage() };
}

const scenarios = Object.entries(crimes).map(([name, crime]) => [name, () => grow(...crime)]);
await report(Object.fromEntries(scenarios));
