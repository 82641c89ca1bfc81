// How long past their limit 21 calls of each function are over.
//
//   node slow-precision.mjs guarded <library> <switched|async> <limit> <function> ...
import { openLimited, outcomeNow, outcomeOf } from "./deadlines.mjs";
import { args, report } from "./setup.mjs";

const CALLS = 21;
const [path, mode, limit, ...names] = args;
const guest = openLimited(path, { timeout: Number(limit) });
const overdue = {};
for (const name of names) {
  const call = guest.func(`int ${name}(void)`);
  overdue[name] = [];
  for (let nth = 0; nth < CALLS; nth++) {
    const outcome = await (mode === "async" ? outcomeOf(() => call.async()) : outcomeNow(call));
    if (outcome.kind !== "timeout") throw new Error(`${name} ended with ${outcome.kind}.`);
    overdue[name].push(outcome.took - Number(limit));
  }
}
report(overdue);
