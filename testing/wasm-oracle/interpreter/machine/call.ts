/** Calls: of functions of the guest, and of the host with JavaScript's values. */
import type { FuncType, ValueType } from "../decode/model.ts";
import type { Func, HostFunction } from "./entities.ts";
import type { Machine } from "./machine.ts";
import { exceptionOf, raise } from "./raise.ts";
import { StepLimitReached, Trap } from "./trap.ts";
import { pop, push } from "./values.ts";

export function call(machine: Machine, func: Func): void {
  if (func.host) callHost(machine, func.host, func.type);
  else machine.enter(func);
}

/** The arguments are topmost, the caller's frame is gone before the callee's begins. */
export function tailCall(machine: Machine, func: Func): void {
  machine.stack.unwind(machine.frame.base, func.type.params.length);
  machine.dropFrame();
  call(machine, func);
}

/** From the host: runs to the end. A trap or an uncaught exception is thrown, and nothing of it stays on the stack. */
export function invoke(machine: Machine, func: Func, args: readonly unknown[]): unknown[] {
  runToEnd(machine, func, () => {
    func.type.params.forEach((type, i) => void push(machine, type, args[i]));
  });
  return popAll(machine, func.type.results);
}

/** The same with the bits themselves: JavaScript's numbers do not keep those of a NaN. */
export function invokeSlots(machine: Machine, func: Func, args: Int32Array): Int32Array {
  runToEnd(machine, func, () => machine.stack.pushSlots(args));
  const count = func.type.results.length;
  machine.stack.top -= count;
  return machine.stack.copyOut(machine.stack.top, count);
}

function runToEnd(machine: Machine, func: Func, pushArguments: () => void): void {
  const { stack, frames, labels } = machine;
  const before = { top: stack.top, frames: frames.length, labels: labels.length };
  try {
    pushArguments();
    call(machine, func);
    machine.run(before.frames);
  } catch (thrown) {
    stack.top = before.top;
    frames.length = before.frames;
    labels.length = before.labels;
    throw thrown;
  } finally {
    machine.frame = frames.at(-1) as Machine["frame"];
  }
}

function callHost(machine: Machine, host: HostFunction, type: FuncType): void {
  const args = popAll(machine, type.params);
  try {
    const value = host(...(args as never[]));
    const values = type.results.length === 1 ? [value] : [...((value ?? []) as unknown[])];
    type.results.forEach((result, i) => void push(machine, result, values[i]));
  } catch (thrown) {
    if (thrown instanceof Trap || thrown instanceof StepLimitReached) throw thrown;
    raise(machine, exceptionOf(thrown));
  }
}

function popAll(machine: Machine, types: readonly ValueType[]): unknown[] {
  return types
    .toReversed()
    .map((type) => pop(machine, type))
    .reverse();
}
