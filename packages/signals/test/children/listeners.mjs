// Listens to the signals that we catch, from before or after our handlers are armed; the test kills from
// outside. Then it stops listening, and waits to be killed.

import { constants } from "node:os";
import { setImmediate } from "node:timers/promises";
import { args, faulting, report, say, times } from "./setup.mjs";

const names = ["SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGABRT", "SIGTRAP", "SIGSYS"];
const heard = {};

const armedFirst = args[0] === "after" ? faulting() : undefined;
const before = armedFirst === undefined || armedFirst();
for (const name of names) process.on(name, listen);
const fault = armedFirst ?? faulting();
await setImmediate();
const listening = times(100, fault);

say("ready");
while (Object.keys(heard).length < names.length) await setImmediate();
for (const name of names) process.removeListener(name, listen);
await setImmediate();
report({ before, listening, heard, afterwards: times(100, fault) });

function listen(name, number) {
  heard[name] = number === constants.signals[name];
}
