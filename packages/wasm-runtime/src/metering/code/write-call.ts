/** Calls, and what has become one. */
import { OP } from "../binary/opcode.js";
import { arrayHelper } from "./array-helper.js";
import { bulkHelper } from "./bulk-helper.js";
import { EVENT } from "./events.js";
import type { FunctionWriter } from "./function-writer.js";
import { memoryGrowHelper, tableGrowHelper } from "./grow-helpers.js";
import { giveBack, giveBackOwn, takeStack } from "./write-count.js";

/** @param operand of the event: what is called, or grows */
export function writeCall(
  writer: FunctionWriter,
  kind: number,
  at: number,
  next: number,
  operand: number,
): void {
  const { plan } = writer;
  switch (kind) {
    case EVENT.CALL:
      direct(writer, at, next, operand);
      return;
    case EVENT.CALL_INDIRECT:
      indirect(writer, at, next);
      return;
    case EVENT.TAIL_CALL:
    case EVENT.TAIL_CALL_INDIRECT:
      tailCall(writer, kind, at, next, operand);
      return;
    case EVENT.MEMORY_GROW:
      callHelper(writer, at, next, memoryGrowHelper(plan, operand));
      return;
    case EVENT.TABLE_GROW:
      callHelper(writer, at, next, tableGrowHelper(plan, operand));
      return;
    case EVENT.BULK:
      if (plan.fuel !== undefined) callHelper(writer, at, next, bulkHelper(plan, at));
      return;
    case EVENT.ARRAY:
      if (plan.fuel !== undefined) payBefore(writer, at, arrayHelper(plan, plan.fuel));
  }
}

function direct(writer: FunctionWriter, at: number, next: number, callee: number): void {
  const { plan, shape, out } = writer;
  const own = callee - shape.importedFunctions;
  const isLeaf = own >= 0 && plan.leaves[own] === 1;
  const units = unitsOf(writer, EVENT.CALL, callee);
  writer.copyTo(at);
  if (!isLeaf) writer.flushFuel();
  if (units !== undefined) takeStack(writer, units);
  writer.replace(at, next);
  out.call(plan.additions.moved(callee));
  if (units !== undefined) giveBack(writer);
  if (!isLeaf) writer.reloadFuel();
}

function indirect(writer: FunctionWriter, at: number, next: number): void {
  const units = unitsOf(writer, EVENT.CALL_INDIRECT, 0);
  writer.copyTo(at);
  writer.flushFuel();
  if (units !== undefined) takeStack(writer, units);
  writer.copyTo(next);
  if (units !== undefined) giveBack(writer);
  writer.reloadFuel();
}

function unitsOf({ plan, decoded }: FunctionWriter, kind: number, operand: number) {
  return plan.stack?.counted.unitsOf(decoded.index, kind, operand);
}

/** What is called takes this function's place: its fuel and its stack are the caller's again. */
function tailCall(
  writer: FunctionWriter,
  kind: number,
  at: number,
  next: number,
  callee: number,
): void {
  writer.copyTo(at);
  writer.flushFuel();
  if (writer.keepsCount) giveBackOwn(writer);
  if (kind === EVENT.TAIL_CALL_INDIRECT) {
    writer.copyTo(next);
    return;
  }
  writer.replace(at, next);
  writer.out.branch(OP.RETURN_CALL, writer.plan.additions.moved(callee));
}

function callHelper(writer: FunctionWriter, at: number, next: number, helper: number): void {
  writer.copyTo(at);
  writer.flushFuel();
  writer.replace(at, next);
  writer.out.call(helper);
  writer.reloadFuel();
}

function payBefore(writer: FunctionWriter, at: number, helper: number): void {
  writer.copyTo(at);
  writer.flushFuel();
  writer.out.call(helper);
  writer.reloadFuel();
}
