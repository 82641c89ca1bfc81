/** memory.init, data.drop, memory.copy, memory.fill: all bounds first, nothing is done in part. */
import type { Handler } from "../machine/machine.ts";
import { Trap } from "../machine/trap.ts";
import { memoryAt } from "./memory.ts";
import { from } from "./shapes.ts";

const init: Handler = (machine, { x: segment, y }) => {
  const { stack } = machine;
  const memory = memoryAt(machine, y);
  const bytes = machine.frame.instance.data[segment] as Uint8Array;
  const length = stack.popU32();
  const source = stack.popU32();
  const target = stack.popIndex(memory.limits.wide);
  inside(source, length, bytes.length);
  inside(target, length, memory.bytes.length);
  memory.bytes.set(bytes.subarray(source, source + length), target);
};

const drop: Handler = (machine, { x }) => {
  machine.frame.instance.data[x] = new Uint8Array(0);
};

const copy: Handler = (machine, { x, y }) => {
  const { stack } = machine;
  const [to, source] = [memoryAt(machine, x), memoryAt(machine, y)];
  const length = stack.popIndex(to.limits.wide && source.limits.wide);
  const start = stack.popIndex(source.limits.wide);
  const target = stack.popIndex(to.limits.wide);
  inside(start, length, source.bytes.length);
  inside(target, length, to.bytes.length);
  to.bytes.set(source.bytes.subarray(start, start + length), target); // as if by a copy in between
};

const fill: Handler = (machine, { x }) => {
  const { stack } = machine;
  const memory = memoryAt(machine, x);
  const length = stack.popIndex(memory.limits.wide);
  const value = stack.popI32();
  const target = stack.popIndex(memory.limits.wide);
  inside(target, length, memory.bytes.length);
  memory.bytes.fill(value, target, target + length);
};

export const bulk = from(0x108, [init, drop, copy, fill]);

function inside(start: number, length: number, size: number): void {
  if (start + length > size) throw new Trap("memory");
}
