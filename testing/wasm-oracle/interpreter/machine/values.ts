/** JavaScript's values and the guest's, as the JavaScript API of WebAssembly turns one into the other. */
import type { ValueType } from "../decode/model.ts";
import type { Global } from "./entities.ts";
import type { Machine } from "./machine.ts";

export function push(machine: Machine, type: ValueType, value: unknown): void {
  const { stack } = machine;
  if (type === "i32") stack.pushI32(Number(value));
  else if (type === "i64") stack.pushI64(BigInt(value as bigint));
  else if (type === "f32") stack.pushF32(Number(value));
  else if (type === "f64") stack.pushF64(Number(value));
  else if (type === "v128") stack.pushSlots(new Int32Array(value as Int32Array));
  else stack.pushI32(machine.references.numberOf(value));
}

/** A funcref is a Func. */
export function pop(machine: Machine, type: ValueType): unknown {
  const { stack } = machine;
  if (type === "i32") return stack.popI32();
  if (type === "i64") return stack.popI64();
  if (type === "f32") return stack.popF32();
  if (type === "f64") return stack.popF64();
  if (type === "v128") return stack.copyOut(--stack.top, 1);
  return machine.references.at(stack.popI32());
}

export function readGlobal(machine: Machine, global: Global): unknown {
  machine.stack.pushSlots(global.slot);
  return pop(machine, global.type);
}

export function writeGlobal(machine: Machine, global: Global, value: unknown): void {
  push(machine, global.type, value);
  global.slot.set(machine.stack.copyOut(--machine.stack.top, 1));
}
