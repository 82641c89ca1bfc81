/** Element and data segments: those that are active are copied now, and then dropped. */
import { evaluate } from "./constant.ts";
import type { Data, Element, Module } from "./decode/model.ts";
import type { Instance, Memory, Table } from "./machine/entities.ts";
import type { Machine } from "./machine/machine.ts";
import { Trap } from "./machine/trap.ts";

export function initialize(machine: Machine, module: Module, instance: Instance): void {
  for (const element of module.elements) {
    const items = element.items.map((item) => evaluate(machine, instance, item, "funcref"));
    instance.elements.push(element.mode === "declarative" ? [] : items);
  }
  instance.data.push(...module.data.map(({ bytes }) => bytes));
  module.elements.forEach((element, i) => void fillTable(machine, instance, element, i));
  module.data.forEach((data, i) => void fillMemory(machine, instance, data, i));
}

function fillTable(machine: Machine, instance: Instance, element: Element, index: number): void {
  if (!element.offset) return;
  const { elements, type } = instance.tables[element.table] as Table;
  const offset = offsetOf(evaluate(machine, instance, element.offset, type.wide ? "i64" : "i32"));
  const items = instance.elements[index] as unknown[];
  if (offset + items.length > elements.length) throw new Trap("table");
  items.forEach((item, i) => {
    elements[offset + i] = item;
  });
  instance.elements[index] = [];
}

function fillMemory(machine: Machine, instance: Instance, data: Data, index: number): void {
  if (!data.offset) return;
  const { bytes, limits } = instance.memories[data.memory] as Memory;
  const offset = offsetOf(evaluate(machine, instance, data.offset, limits.wide ? "i64" : "i32"));
  if (offset + data.bytes.length > bytes.length) throw new Trap("memory");
  bytes.set(data.bytes, offset);
  instance.data[index] = new Uint8Array(0);
}

function offsetOf(value: unknown): number {
  if (typeof value === "bigint") return Number(BigInt.asUintN(64, value));
  return (value as number) >>> 0;
}
