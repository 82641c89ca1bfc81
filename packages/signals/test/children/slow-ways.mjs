// Calls that take too long, each in its own way; then the same guest does a smaller job, and the host is looked at.
//
//   node slow-ways.mjs guarded <library> <in-place|switched|async> <function> ...
import { hostTroubles } from "@cofferdam/testing/conformance/host-health.mjs";
import { modeTroubles } from "@cofferdam/testing/fixtures/thread-modes.mjs";
import { openLimited, outcomeNow, outcomeOf } from "./deadlines.mjs";
import { args, report } from "./setup.mjs";

const [path, mode, ...names] = args;
const guest = openLimited(path, { timeout: 50, grace: 150 }, { switched: mode !== "in-place" });
const add = guest.func("int add(int a, int b)");
const addLong = guest.func("double add_long(double a, double b)");
const rows = {};
for (const name of names) rows[name] = await row(name);
report(rows);

async function row(name) {
  const call = guest.func(prototypeOf(name));
  const outcome = await (mode === "async" ? outcomeOf(() => call.async()) : outcomeNow(call));
  return { ...outcome, troubles: [...modeTroubles(), ...(await honestTroubles())] };
}

function prototypeOf(name) {
  return name.startsWith("text") ? `const char *${name}(void)` : `int ${name}(void)`;
}

async function honestTroubles() {
  const right = mode === "async" ? await add.async(20, 22) : add(20, 22);
  const long = Array.from({ length: 10 }, () => addLong(1, 2)).every((sum) => sum === 3);
  return [
    ...(right === 42 ? [] : ["the guest computes wrong"]),
    ...(long ? [] : ["the guest computes wrong with long doubles"]),
    ...(await hostTroubles()),
  ];
}
