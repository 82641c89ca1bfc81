/** throw, rethrow, throw_ref: legacy exceptions and those of try_table. */
import { Exception, type Tag } from "../machine/entities.ts";
import type { Handler, Label } from "../machine/machine.ts";
import { raise } from "../machine/raise.ts";
import { Trap } from "../machine/trap.ts";

const throwTag: Handler = (machine, { x }) => {
  const { stack, frame } = machine;
  const tag = frame.instance.tags[x] as Tag;
  const count = tag.type.params.length;
  raise(machine, new Exception(tag, stack.copyOut(stack.top - count, count)));
};

const rethrow: Handler = (machine, { x }) => {
  const { caught } = machine.labels.at(-1 - x) as Label;
  raise(machine, caught as Exception);
};

const throwRef: Handler = (machine) => {
  const exception = machine.references.at(machine.stack.popI32());
  if (exception === null) throw new Trap("null");
  raise(machine, exception as Exception);
};

export const exceptions: [number, Handler][] = [
  [0x08, throwTag],
  [0x09, rethrow],
  [0x0a, throwRef],
];
