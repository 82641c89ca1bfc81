/** Every handler, by opcode. A test that plants a mistake copies this and changes one. */
import type { Handler } from "../machine/machine.ts";
import { bulk } from "./bulk.ts";
import { calls } from "./calls.ts";
import { control } from "./control.ts";
import { conversions } from "./conversions.ts";
import { exceptions } from "./exceptions.ts";
import { floats } from "./floats.ts";
import { i32 } from "./i32.ts";
import { i64 } from "./i64.ts";
import { memory } from "./memory.ts";
import { simd } from "./simd/all.ts";
import { tables } from "./tables.ts";
import { variables } from "./variables.ts";

export const handlers: readonly (Handler | undefined)[] = byOpcode([
  ...control,
  ...calls,
  ...exceptions,
  ...variables,
  ...tables,
  ...memory,
  ...bulk,
  ...i32,
  ...i64,
  ...floats,
  ...conversions,
  ...simd,
]);

function byOpcode(all: readonly [number, Handler][]): (Handler | undefined)[] {
  const table: (Handler | undefined)[] = [];
  for (const [op, handler] of all) {
    if (table[op]) throw new Error(`Two handlers for opcode 0x${op.toString(16)}.`);
    table[op] = handler;
  }
  return table;
}
