// promoted.mjs LIBRARY     has the library crash in this process, and tells what became of it
import { subscribe } from "node:diagnostics_channel";
import { isolate } from "@cofferdam/core";
import { koffi, library } from "@cofferdam/ffi";
import { processHelper } from "@cofferdam/process-helper";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";

const notices = [];
subscribe("cofferdam:notice", ({ layer, notice, fault }) =>
  notices.push([layer, notice, fault?.kind]),
);
const uses = [];
const watching = {
  name: "watching",
  use: ({ action, resource, bytes }) => uses.push([action, bytes ?? resource]),
};
const layers = [watching, processHelper({ spare: 0 }), signals({ afterFault: "promote" }), stack()];
const lib = await isolate(layers).open(library(process.argv[2]));
koffi.proto("int Answer(int)");
const count = lib.func("int count()");
const crash = lib.func("int crash(int doit)");
const ask = lib.func("int ask(Answer *answer, int question)");
const keep = lib.func("void keep(Answer *answer)");
const askKept = lib.func("int ask_kept(int question)");
const double = lib.register((question) => question * 2, "Answer *");
const memory = lib.alloc(64);

const where = () => (lib.status().helper ? "helper" : "here");
const report = {};

report.before = [count(), count(), ask((n) => n + 1, 1), where(), lib.status().promoted];
keep(double);
report.keptBefore = askKept(4);
// one is at it, the others wait behind it: none of them is lost
const queued = await Promise.allSettled([crash.async(1), count.async(), crash.async(0)]);
report.queued = queued.map(({ status, value, reason }) => value ?? [status, reason.fault?.kind]);
report.after = [count(), ask((n) => n + 1, 1), where()];
report.keptAfter = [askKept(4)];
keep(double);
report.keptAfter.push(askKept(4));
report.linkedLater = lib.func("int count()")();
report.asynchronous = await count.async();
report.again = outcome(() => crash(1));
report.afterThat = count();
lib.symbol("count");
lib.free(memory);
lib.unregister(double);
const { promoted, state, faults } = lib.status();
report.status = { promoted: promoted?.kind, state, faults };
report.notices = notices;
const { pid } = lib.status().helper.helpers[0];
lib.dispose();
report.uses = uses;
report.disposed = [outcome(() => count()), isAlive(pid)];
console.log(JSON.stringify(report));

function outcome(call) {
  try {
    return call();
  } catch (error) {
    return error.fault?.kind ?? error.code;
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
