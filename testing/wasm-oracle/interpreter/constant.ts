import type { Code, ValueType } from "./decode/model.ts";
import { invokeSlots } from "./machine/call.ts";
import { Func, type Instance } from "./machine/entities.ts";
import type { Machine } from "./machine/machine.ts";
import { pop } from "./machine/values.ts";

const NO_ARGUMENTS = new Int32Array(0);

/** The slot that a constant expression leaves: run as a function of its own, which no count knows. */
export function evaluateSlot(machine: Machine, instance: Instance, code: Code): Int32Array {
  const { units, steps } = machine;
  const func = new Func({ params: [], results: ["i32"] }, { instance, code });
  const slot = invokeSlots(machine, func, NO_ARGUMENTS);
  machine.units = units;
  machine.steps = steps;
  return slot;
}

export function evaluate(
  machine: Machine,
  instance: Instance,
  code: Code,
  type: ValueType,
): unknown {
  machine.stack.pushSlots(evaluateSlot(machine, instance, code));
  return pop(machine, type);
}
