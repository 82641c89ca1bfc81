/** Blocks and branches. */
import type { Handler, Label, Machine } from "../machine/machine.ts";
import { Trap } from "../machine/trap.ts";

const open: Handler = (machine, block) => machine.open(block);

const loop: Handler = (machine, block) => {
  machine.open(block);
  machine.countLoop(block);
};

const choose: Handler = (machine, block) => {
  const { frame, stack } = machine;
  const taken = stack.popI32() !== 0;
  if (taken || block.otherwise >= 0) machine.open(block);
  if (!taken) frame.next = (block.otherwise >= 0 ? block.otherwise : block.end) + 1;
};

/** `else`, `catch` and `catch_all` met from above: goes on at the end of the block. */
const skip: Handler = ({ labels, frame }) => {
  frame.next = (labels.at(-1) as Label).block.end;
};

const end: Handler = (machine) => {
  if (machine.labels.length === machine.frame.labelBase) machine.leave();
  else machine.labels.pop();
};

const branchIf: Handler = (machine, { x }) => {
  if (machine.stack.popI32() !== 0) machine.branch(x);
};

const branchTable: Handler = (machine, { list }) => {
  const index = machine.stack.popU32();
  machine.branch(list[Math.min(index, list.length - 1)] as number);
};

export const control: [number, Handler][] = [
  [
    0x00,
    () => {
      throw new Trap("unreachable");
    },
  ],
  [0x01, () => {}],
  [0x02, open],
  [0x03, loop],
  [0x04, choose],
  [0x05, skip],
  [0x06, open],
  [0x07, skip],
  [0x0b, end],
  [0x0c, (machine: Machine, { x }) => machine.branch(x)],
  [0x0d, branchIf],
  [0x0e, branchTable],
  [0x0f, (machine) => machine.leave()],
  [0x18, end],
  [0x19, skip],
  [0x1f, open],
];
