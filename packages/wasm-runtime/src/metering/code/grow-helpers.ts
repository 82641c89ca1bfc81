/** memory.grow and table.grow, with a limit. */

import { MISC, OP, TYPE } from "../binary/opcode.js";
import { REACHED } from "../contract.js";
import { GROW_COST } from "../limits.js";
import type { AddedFunction } from "./additions.js";
import { CodeWriter } from "./code-writer.js";
import type { Plan } from "./plan.js";

/** A function (pages) → pages before, or -1. @returns its index */
export function memoryGrowHelper(plan: Plan, memory: number): number {
  const { memories } = plan.shape;
  const is64 = memories[memory]?.is64 ?? false;
  return plan.additions.once(`memory.grow ${memory}`, () => {
    const size = (code: CodeWriter) =>
      sum(code, memories, (index) => {
        code.op(OP.MEMORY_SIZE);
        code.u32(index);
      });
    const grow = (code: CodeWriter) => {
      code.localGet(0);
      code.op(OP.MEMORY_GROW);
      code.u32(memory);
    };
    const address = is64 ? TYPE.I64 : TYPE.I32;
    const limit = plan.pages as number;
    const growth = { amount: 0, is64, limit, what: REACHED.PAGES, size, grow };
    return helper(plan, plan.additions.type([address], [address]), growth);
  });
}

/** A function (initial value, elements) → elements before, or -1. @returns its index */
export function tableGrowHelper(plan: Plan, table: number): number {
  const { shape, additions } = plan;
  const { is64 = false, type = [0, 0] } = shape.tables[table] ?? {};
  return additions.once(`table.grow ${table}`, () => {
    const size = (code: CodeWriter) =>
      sum(code, shape.tables, (index) => {
        code.op(OP.PREFIX_MISC);
        code.u32(MISC.TABLE_SIZE);
        code.u32(index);
      });
    const grow = (code: CodeWriter) => {
      code.localGet(0);
      code.localGet(1);
      code.op(OP.PREFIX_MISC);
      code.u32(MISC.TABLE_GROW);
      code.u32(table);
    };
    const address = is64 ? TYPE.I64 : TYPE.I32;
    const parameters = [...shape.bytes.subarray(...type), address];
    const limit = plan.elements as number;
    const growth = { amount: 1, is64, limit, what: REACHED.ELEMENTS, size, grow };
    return helper(plan, additions.type(parameters, [address], [2, 1]), growth);
  });
}

interface Growth {
  /** The parameter that says by how much. */
  readonly amount: number;
  readonly is64: boolean;
  /** Global with the limit. */
  readonly limit: number;
  readonly what: number;
  /** Leaves an i64 on the stack: how much there is. */
  readonly size: (code: CodeWriter) => void;
  readonly grow: (code: CodeWriter) => void;
}

/** `if (amount > max(limit - size, 0)) return host(what, amount); else return grow(…)` */
function helper(plan: Plan, type: number, growth: Growth): AddedFunction {
  const body = new CodeWriter(128);
  const room = growth.amount + 1;
  body.u32(1);
  body.u32(1);
  body.byte(TYPE.I64);
  plan.fuel?.take(body, { global: plan.fuel.global }, GROW_COST);
  const amount = () => {
    body.localGet(growth.amount);
    if (!growth.is64) body.op(OP.I64_EXTEND_I32_U);
  };
  body.globalGet(growth.limit);
  body.op(OP.I64_EXTEND_I32_U);
  growth.size(body);
  body.op(OP.I64_SUB);
  body.localSet(room);
  amount();
  body.localGet(room);
  body.op(OP.I64_GT_U);
  body.localGet(room);
  body.i64(0);
  body.op(OP.I64_LT_S);
  body.op(OP.I32_OR);
  body.open(OP.IF);
  body.i32(growth.what);
  amount();
  body.op(OP.F64_CONVERT_I64_U);
  body.call(plan.additions.host);
  if (growth.is64) body.op(OP.I64_EXTEND_I32_S);
  body.op(OP.RETURN);
  body.op(OP.END);
  growth.grow(body);
  body.op(OP.END);
  return { type, body };
}

function sum(
  code: CodeWriter,
  all: readonly { readonly is64: boolean }[],
  size: (index: number) => void,
): void {
  for (const [index, { is64 }] of all.entries()) {
    size(index);
    if (!is64) code.op(OP.I64_EXTEND_I32_U);
    if (index > 0) code.op(OP.I64_ADD);
  }
}
