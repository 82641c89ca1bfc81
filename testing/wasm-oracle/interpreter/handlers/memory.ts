/** Loads, stores, memory.size and memory.grow. */
import type { Instruction } from "../decode/instruction.ts";
import type { Memory } from "../machine/entities.ts";
import type { Handler, Machine } from "../machine/machine.ts";
import type { Stack } from "../machine/stack.ts";
import { Trap } from "../machine/trap.ts";
import { from } from "./shapes.ts";

export function memoryAt(machine: Machine, index: number): Memory {
  return machine.frame.instance.memories[index] as Memory;
}

/** Pops the address; traps unless all `width` bytes are there. */
export function addressOf(machine: Machine, { x, value }: Instruction, width: number): number {
  const memory = memoryAt(machine, x);
  const address = machine.stack.popIndex(memory.limits.wide) + Number(value);
  if (address + width > memory.bytes.length) throw new Trap("memory");
  return address;
}

function load(width: number, read: (view: DataView, at: number, stack: Stack) => void): Handler {
  return (machine, instruction) => {
    const address = addressOf(machine, instruction, width);
    read(memoryAt(machine, instruction.x).view, address, machine.stack);
  };
}

/** `write` gets the slot of the value. */
function store(
  width: number,
  write: (view: DataView, at: number, stack: Stack, slot: number) => void,
): Handler {
  return (machine, instruction) => {
    const slot = --machine.stack.top;
    const address = addressOf(machine, instruction, width);
    write(memoryAt(machine, instruction.x).view, address, machine.stack, slot);
  };
}

const load32 = load(4, (view, at, stack) => stack.pushI32(view.getInt32(at, true)));
const load64 = load(8, (view, at, stack) => stack.pushI64(view.getBigInt64(at, true)));

const low = (stack: Stack, slot: number) => stack.i32[slot * 4] as number;

const store8 = store(1, (view, at, stack, slot) => view.setInt8(at, low(stack, slot)));
const store16 = store(2, (view, at, stack, slot) => view.setInt16(at, low(stack, slot), true));
const store32 = store(4, (view, at, stack, slot) => view.setInt32(at, low(stack, slot), true));
const store64 = store(8, (view, at, stack, slot) => {
  view.setBigInt64(at, stack.i64[slot * 2] as bigint, true);
});

export const memory = [
  ...from(0x28, [
    load32,
    load64,
    load32,
    load64,
    load(1, (view, at, stack) => stack.pushI32(view.getInt8(at))),
    load(1, (view, at, stack) => stack.pushI32(view.getUint8(at))),
    load(2, (view, at, stack) => stack.pushI32(view.getInt16(at, true))),
    load(2, (view, at, stack) => stack.pushI32(view.getUint16(at, true))),
    load(1, (view, at, stack) => stack.pushI64(BigInt(view.getInt8(at)))),
    load(1, (view, at, stack) => stack.pushI64(BigInt(view.getUint8(at)))),
    load(2, (view, at, stack) => stack.pushI64(BigInt(view.getInt16(at, true)))),
    load(2, (view, at, stack) => stack.pushI64(BigInt(view.getUint16(at, true)))),
    load(4, (view, at, stack) => stack.pushI64(BigInt(view.getInt32(at, true)))),
    load(4, (view, at, stack) => stack.pushI64(BigInt(view.getUint32(at, true)))),
    store32,
    store64,
    store32,
    store64,
    store8,
    store16,
    store8,
    store16,
    store32,
    (machine, { x }) => {
      const { pages, limits } = memoryAt(machine, x);
      machine.stack.pushIndex(pages, limits.wide);
    },
    (machine, { x }) => {
      const memory = memoryAt(machine, x);
      const by = machine.stack.popIndex(memory.limits.wide);
      machine.stack.pushIndex(memory.grow(by), memory.limits.wide);
    },
  ]),
];
