/** Locals, globals, constants, drop and select. */
import type { Instruction } from "../decode/instruction.ts";
import type { Global } from "../machine/entities.ts";
import type { Handler, Machine } from "../machine/machine.ts";

const select: Handler = ({ stack }) => {
  const first = stack.popI32() !== 0;
  stack.top--;
  if (!first) stack.move(stack.top - 1, stack.top);
};

export const variables: [number, Handler][] = [
  [0x1a, ({ stack }) => void stack.top--],
  [0x1b, select],
  [0x1c, select],
  [
    0x20,
    ({ stack, frame }, { x }) => {
      stack.move(stack.top++, frame.base + x);
    },
  ],
  [
    0x21,
    ({ stack, frame }, { x }) => {
      stack.move(frame.base + x, --stack.top);
    },
  ],
  [0x22, ({ stack, frame }, { x }) => stack.move(frame.base + x, stack.top - 1)],
  [0x23, (machine, at) => machine.stack.pushSlots(globalAt(machine, at).slot)],
  [
    0x24,
    (machine, at) => {
      const { stack } = machine;
      globalAt(machine, at).slot.set(stack.copyOut(--stack.top, 1));
    },
  ],
  [0x41, ({ stack }, { x }) => stack.pushI32(x)],
  [0x42, ({ stack }, { value }) => stack.pushI64(value)],
  [0x43, ({ stack }, { x }) => stack.pushI32(x)],
  [0x44, ({ stack }, { value }) => stack.pushI64(value)],
];

function globalAt(machine: Machine, at: Instruction): Global {
  return machine.frame.instance.globals[at.x] as Global;
}
