// A guest replaces our SIGSEGV handler; the first argument is what we were asked to do about it.
import { subscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { EventEmitter } from "node:events";
import { args, faulting, open, report, times } from "./setup.mjs";

const [onReplaced] = args;
const notices = [];
const noticed = new EventEmitter();
subscribe("cofferdam:notice", (notice) => {
  notices.push(notice);
  noticed.emit("notice");
});

const fault = faulting({ onReplaced });
const thief = open("handler_thief", { onReplaced });
const steal = thief.func("int handler_thief(void)");
const first = times(10, fault);

steal();
setTimeout(() => {}, 10_000).unref();
const keepAlive = setInterval(() => {}, 1000);
await once(noticed, "notice"); // our own look, while the event loop turns
clearInterval(keepAlive);

const handlers = () => thief.status().layers[0].handlers;
report({ first, notices: [...notices], counts: [handlers(), handlers(), handlers()] });
report({ first, notices, counts: [handlers()], faults: times(10, fault) });
