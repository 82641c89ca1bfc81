import type { Instruction } from "../decode/instruction.ts";
import type { FuncType } from "../decode/model.ts";
import { call, tailCall } from "../machine/call.ts";
import { Func } from "../machine/entities.ts";
import type { Handler, Machine } from "../machine/machine.ts";
import { Trap } from "../machine/trap.ts";
import { elementOf, tableAt } from "./tables.ts";

export const calls: [number, Handler][] = [
  [0x10, (machine, { x }) => call(machine, functionAt(machine, x))],
  [0x11, (machine, at) => call(machine, indirect(machine, at))],
  [0x12, (machine, { x }) => tailCall(machine, functionAt(machine, x))],
  [0x13, (machine, at) => tailCall(machine, indirect(machine, at))],
];

function functionAt(machine: Machine, index: number): Func {
  return machine.frame.instance.functions[index] as Func;
}

/** V8 does not tell a null function from one of another type. */
function indirect(machine: Machine, { x, y }: Instruction): Func {
  const type = machine.frame.instance.types[x] as FuncType;
  const func = elementOf(machine, tableAt(machine, y));
  if (!(func instanceof Func) || !same(func.type, type)) throw new Trap("signature");
  return func;
}

function same(a: FuncType, b: FuncType): boolean {
  return `${a.params}>${a.results}` === `${b.params}>${b.results}`;
}
