// Listens to the signals that we catch while the test sends them by the thousand; SIGUSR2 ends it.
import { faulting, report, say, times } from "./setup.mjs";

const names = ["SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGABRT", "SIGTRAP", "SIGSYS"];
const heard = new Set();
const fault = faulting();
for (const name of names) process.on(name, (heardName) => heard.add(heardName));
const alive = setInterval(() => {}, 1000);

process.on("SIGUSR2", () => {
  clearInterval(alive);
  report({ heard: [...heard].sort(), afterwards: times(100, fault) });
  process.exit();
});
say("ready");
