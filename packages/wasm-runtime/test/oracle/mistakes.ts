/** Mistakes to plant in the interpreter: one handler in place of another. */
import { handlers } from "@cofferdam/testing/wasm-oracle/interpreter/handlers/all.ts";
import type { Handler } from "@cofferdam/testing/wasm-oracle/interpreter/machine/machine.ts";

type Change = (right: Handler) => Handler;

/** What is wrong, the opcode, and how its handler becomes wrong. */
export type Mistake = readonly [string, number, Change];

/** What the handler gets to see is changed. */
const instead = (field: "x" | "value" | "list", by: (value: never) => unknown): Change => {
  return (right) => (machine, instruction) => {
    const changed = Object.assign(Object.create(instruction), instruction);
    changed[field] = by(instruction[field] as never);
    right(machine, changed);
  };
};

/** The result, an i32, is changed. */
const offByOne: Change = (right) => (machine, instruction) => {
  right(machine, instruction);
  machine.stack.pushI32(machine.stack.popI32() + 1);
};

const nothing: Change = () => () => {};

/** Found within some hundred programs. */
export const plainMistakes: readonly Mistake[] = [
  ["an i32.add that adds one too many", 0x6a, offByOne],
  ["an i32.shr_u that is off by one", 0x76, offByOne],
  ["a load that forgets its offset", 0x28, instead("value", () => 0n)],
  ["a br_if out of one block too many", 0x0d, instead("x", (depth: number) => depth + 1)],
  ["a br_table without its last label", 0x0e, instead("list", dropLast)],
  ["an i32.store that stores nothing", 0x36, storeNothing],
  ["a memory.fill that fills nothing", 0x10b, popThree],
  ["a table.set that sets nothing", 0x26, popTwo],
];

/** Found within some thousand. */
export const hiddenMistakes: readonly Mistake[] = [
  ["an i32.lt_u of signed numbers", 0x49, () => handlers[0x48] as Handler],
  ["an i64.extend_i32_u that keeps the sign", 0xad, () => handlers[0xac] as Handler],
  ["an i32.load8_u that keeps the sign", 0x2d, () => handlers[0x2c] as Handler],
  ["a data.drop that keeps the data", 0x109, nothing],
];

export function withMistake([, op, change]: Mistake): (Handler | undefined)[] {
  const wrong = [...handlers];
  wrong[op] = change(handlers[op] as Handler);
  return wrong;
}

function dropLast(labels: readonly number[]): readonly number[] {
  return labels.length > 1 ? labels.slice(0, -1) : labels;
}

function storeNothing(): Handler {
  return popTwo();
}

function popTwo(): Handler {
  return ({ stack }) => {
    stack.top -= 2;
  };
}

function popThree(): Handler {
  return ({ stack }) => {
    stack.top -= 3;
  };
}
