/** Exceptions: from the innermost label outwards, frame by frame, to the first handler that takes it. */
import type { Catch } from "../decode/instruction.ts";
import { Exception } from "./entities.ts";
import type { Label, Machine } from "./machine.ts";

/** Goes on in the handler; throws (into the host) when this run has none. */
export function raise(machine: Machine, exception: Exception): void {
  while (machine.frames.length > machine.floor) {
    while (machine.labels.length > machine.frame.labelBase) {
      if (offer(machine, machine.labels.pop() as Label, exception)) return;
    }
    machine.stack.top = machine.frame.base;
    machine.dropFrame();
  }
  throw exception.tag ? exception : exception.thrown;
}

/** Whatever a host function threw, as the exception it is to the guest. */
export function exceptionOf(thrown: unknown): Exception {
  if (thrown instanceof Exception) return thrown;
  return new Exception(undefined, new Int32Array(0), thrown);
}

function offer(machine: Machine, label: Label, exception: Exception): boolean {
  const { block, caught } = label;
  if (caught) return false; // a handler's own exceptions leave its try
  if (block.delegate >= 0) {
    const outer = machine.labels.length - block.delegate;
    machine.labels.length = Math.max(outer, machine.frame.labelBase);
    return false;
  }
  const found = block.catches.find(({ tag }) => {
    return tag === undefined || machine.frame.instance.tags[tag] === exception.tag;
  });
  if (found) handle(machine, label, found, exception);
  return found !== undefined;
}

function handle(machine: Machine, label: Label, found: Catch, exception: Exception): void {
  const { stack, frame, labels } = machine;
  stack.top = label.height;
  if (found.tag !== undefined) stack.pushSlots(exception.slots);
  if (found.ref) stack.pushI32(machine.references.numberOf(exception));
  if (label.block.op === 0x1f) machine.branch(found.target);
  else {
    labels.push({ ...label, caught: exception });
    frame.next = found.target + 1;
  }
}
