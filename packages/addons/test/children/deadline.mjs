// Calls that do not return.
import { addon } from "@cofferdam/addons";
import { isolate } from "@cofferdam/core";
import { deadline, signals } from "@cofferdam/signals";
import { outcome, report } from "./setup.mjs";

const ROUNDS = 5;
const layers = [signals({ afterFault: "continue" }), deadline({ timeout: 50 })];
const { exports: guest } = isolate(layers).openSync(addon(process.argv[4]));

const codes = (run) => Array.from({ length: ROUNDS }, () => outcome(run).code);

await report({
  "in its own code": () => codes(guest.spin),
  "calling Node": () => codes(guest.spin_in_calls),
  honest: () => guest.add(1, 2),
});
