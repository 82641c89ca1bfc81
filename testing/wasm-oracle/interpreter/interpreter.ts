/** The interpreter as a whole: a machine that several instances may share. */
import { handlers } from "./handlers/all.ts";
import { Machine, type MachineLimits } from "./machine/machine.ts";

/** Calls in calls: more than a generated module makes, and fewer than V8's stack has room for. */
const DEFAULTS: MachineLimits = { steps: 50_000_000, depth: 5_000 };

export function createMachine(limits: Partial<MachineLimits> = {}, table = handlers): Machine {
  return new Machine(table, { ...DEFAULTS, ...limits });
}

export { type Imports, type Instantiated, instantiate } from "./instantiate.ts";
export { invoke, invokeSlots } from "./machine/call.ts";
