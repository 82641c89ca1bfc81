// Listens to the signals that we catch, from before or after our handlers are armed; the test kills from
// outside. Then it stops listening, and waits to be killed.
import { constants } from "node:os";
import { args, faulting, open, report, say, times } from "./setup.mjs";

const names = ["SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGABRT", "SIGTRAP", "SIGSYS"];
const heard = {};
const late = args[0] === "after";
const armed = late ? faulting() : undefined;
const before = armed?.();
for (const name of names) process.on(name, listener);
const fault = armed ?? faulting();
const divide = open("divide_by_zero");
const sameTick = { before, now: times(100, fault) };

const timer = setInterval(() => {
  if (Object.keys(heard).length < names.length) return;
  clearInterval(timer);
  const listening = times(100, fault);
  for (const name of names) process.removeListener(name, listener);
  report({ heard, sameTick, listening, removed: times(100, fault) });
  setInterval(() => {}, 1000);
}, 5);
say("ready");

function listener(name, number) {
  heard[name] = number === constants.signals[name];
}
