// Listens to a signal for a while, then kills itself with it.
import { setImmediate } from "node:timers/promises";
import { args, faulting } from "./setup.mjs";

const [signal] = args;
const fault = faulting();
const listen = () => {};
process.on(signal, listen);
await setImmediate();
process.removeListener(signal, listen);
await setImmediate();
if (fault()) process.kill(process.pid, signal);
