// A guest takes our SIGSEGV handler away, again and again; each time we look, and it faults.
import { faulting, open, report, times } from "./setup.mjs";

const fault = faulting();
const thief = open("handler_thief");
const steal = thief.func("int handler_thief(void)");
const handlers = () => thief.status().layers[0].handlers;

const faults = times(20, () => {
  steal();
  return handlers().repaired > 0 && fault();
});
report({ faults, handlers: handlers() });
