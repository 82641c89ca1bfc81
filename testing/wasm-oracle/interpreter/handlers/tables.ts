/** Tables and references. */
import type { Func, Table } from "../machine/entities.ts";
import type { Handler, Machine } from "../machine/machine.ts";
import { Trap } from "../machine/trap.ts";
import { from } from "./shapes.ts";

export function tableAt(machine: Machine, index: number): Table {
  return machine.frame.instance.tables[index] as Table;
}

/** Pops an index and gives what is there. */
export function elementOf(machine: Machine, table: Table): unknown {
  const index = machine.stack.popIndex(table.type.wide);
  if (index >= table.elements.length) throw new Trap("table");
  return table.elements[index];
}

function pushReference(machine: Machine, value: unknown): void {
  machine.stack.pushI32(machine.references.numberOf(value));
}

function popReference(machine: Machine): unknown {
  return machine.references.at(machine.stack.popI32());
}

const get: Handler = (machine, { x }) => {
  pushReference(machine, elementOf(machine, tableAt(machine, x)));
};

const set: Handler = (machine, { x }) => {
  const value = popReference(machine);
  const { elements, type } = tableAt(machine, x);
  const index = machine.stack.popIndex(type.wide);
  if (index >= elements.length) throw new Trap("table");
  elements[index] = value;
};

const init: Handler = (machine, { x: segment, y }) => {
  const { stack } = machine;
  const { elements, type } = tableAt(machine, y);
  const items = machine.frame.instance.elements[segment] as unknown[];
  const length = stack.popU32();
  const source = stack.popU32();
  const target = stack.popIndex(type.wide);
  inside(source, length, items.length);
  inside(target, length, elements.length);
  for (let i = 0; i < length; i++) elements[target + i] = items[source + i];
};

const drop: Handler = (machine, { x }) => {
  machine.frame.instance.elements[x] = [];
};

const copy: Handler = (machine, { x, y }) => {
  const { stack } = machine;
  const [to, source] = [tableAt(machine, x), tableAt(machine, y)];
  const length = stack.popIndex(to.type.wide && source.type.wide);
  const start = stack.popIndex(source.type.wide);
  const target = stack.popIndex(to.type.wide);
  inside(start, length, source.elements.length);
  inside(target, length, to.elements.length);
  const items = source.elements.slice(start, start + length);
  for (let i = 0; i < length; i++) to.elements[target + i] = items[i];
};

const grow: Handler = (machine, { x }) => {
  const table = tableAt(machine, x);
  const by = machine.stack.popIndex(table.type.wide);
  machine.stack.pushIndex(table.grow(by, popReference(machine)), table.type.wide);
};

const size: Handler = (machine, { x }) => {
  const { elements, type } = tableAt(machine, x);
  machine.stack.pushIndex(elements.length, type.wide);
};

const fill: Handler = (machine, { x }) => {
  const { elements, type } = tableAt(machine, x);
  const length = machine.stack.popIndex(type.wide);
  const value = popReference(machine);
  const target = machine.stack.popIndex(type.wide);
  inside(target, length, elements.length);
  elements.fill(value, target, target + length);
};

export const tables = [
  ...from(0x25, [get, set]),
  ...from(0x10c, [init, drop, copy, grow, size, fill]),
  ...from(0xd0, [
    ({ stack }) => stack.pushI32(0),
    ({ stack }) => stack.pushI32(stack.popI32() === 0 ? 1 : 0),
    (machine, { x }) => pushReference(machine, machine.frame.instance.functions[x] as Func),
  ]),
];

function inside(start: number, length: number, size: number): void {
  if (start + length > size) throw new Trap("table");
}
