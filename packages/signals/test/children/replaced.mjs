// A guest takes our SIGSEGV handler away; the first argument is what we were asked to do about that.
import { channel } from "node:diagnostics_channel";
import { args, faulting, open, report, times } from "./setup.mjs";

const [onReplaced, looks] = args;
const notices = [];
const noticed = new Promise((resolve) => {
  channel("cofferdam:notice").subscribe((notice) => {
    notices.push(notice);
    resolve();
  });
});

const fault = faulting({ onReplaced });
const thief = open("handler_thief", { onReplaced });
const steal = thief.func("int handler_thief(void)");
steal();
if (looks !== "status") {
  const wait = setInterval(() => {}, 1000);
  await noticed;
  clearInterval(wait);
}
const handlers = times(3, () => thief.status()) && thief.status().layers[0].handlers;
report({ handlers, notices });
report({ handlers, notices, faults: times(10, fault) });
