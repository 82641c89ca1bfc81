/**
 * Calls that are counted (chains.ts), and functions that take some of the stack themselves.
 *
 * ```
 *   before = stack left           what it was is kept, and not added up again: functions of the host that call back, and
 *   stack left = before - units   calls that an exception ends, leave behind what they like
 *   before < units? ──▶ trap      the host sees that less than nothing is left, and so why
 *   call
 *   stack left = before
 * ```
 */
import { OP } from "../binary/opcode.js";
import type { FunctionWriter } from "./function-writer.js";

/** At the beginning of a function that remembers what is left of the stack. */
export function keepCount(writer: FunctionWriter): void {
  const { out, stackLocal, units } = writer;
  out.globalGet(stackOf(writer));
  out.localSet(stackLocal);
  if (units === 0) return;
  take(writer, units);
  out.globalGet(stackOf(writer));
  out.localSet(stackLocal);
}

/** At its end. */
export function giveBackOwn(writer: FunctionWriter): void {
  const { out, stackLocal, units } = writer;
  out.localGet(stackLocal);
  out.i32(units);
  out.op(OP.I32_ADD);
  out.globalSet(stackOf(writer));
}

/** Before a call. @param units 0: it takes nothing, but may leave another count behind */
export function takeStack(writer: FunctionWriter, units: number): void {
  const { out, stackLocal } = writer;
  if (!writer.keepsCount) {
    out.globalGet(stackOf(writer));
    out.localSet(stackLocal);
  } else if (units === 0) giveBack(writer); // an exception that it caught has left another count
  if (units > 0) take(writer, units);
}

/** What was left before the call, whatever has become of it. */
export function giveBack({ out, plan, stackLocal }: FunctionWriter): void {
  out.localGet(stackLocal);
  out.globalSet(plan.stack?.global as number);
}

/** Of what the local variable says is left. */
function take(writer: FunctionWriter, units: number): void {
  const { out, stackLocal } = writer;
  out.localGet(stackLocal);
  out.i32(units);
  out.op(OP.I32_SUB);
  out.globalSet(stackOf(writer));
  out.localGet(stackLocal);
  out.i32(units);
  out.op(OP.I32_LT_S);
  out.open(OP.IF);
  out.op(OP.UNREACHABLE);
  out.op(OP.END);
}

function stackOf({ plan }: FunctionWriter): number {
  return plan.stack?.global as number;
}
