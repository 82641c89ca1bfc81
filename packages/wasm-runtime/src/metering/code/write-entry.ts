/**
 * Where a function begins and ends.
 *
 * ```
 *   left of fuel  = fuel - cost
 *   left of stack = stack - units
 *   one of them is below zero?  ──yes──▶ tail call of a thunk, which has the fuel refilled and calls the function anew,
 *   fuel = left of fuel                  or ends it: nothing is live across the call, so it costs the fast path nothing
 * ```
 *
 * A function tells what is left of the stack where it calls another one (write-call.ts), and nowhere else: whoever is called
 * may leave what it likes behind, since the next call is told anew. So a call that ends in an exception needs nothing, and a
 * function that calls no one does not write. Only those that the host calls put back what they found.
 */
import { OP, TYPE } from "../binary/opcode.js";
import { MAX_THUNK_PARAMETERS } from "../limits.js";
import type { CodeWriter } from "./code-writer.js";
import type { FuelCode } from "./fuel.js";
import type { FunctionWriter } from "./function-writer.js";

export function writeEntry(writer: FunctionWriter): void {
  const { fuel, units } = writer;
  writeLocals(writer);
  if (fuel !== undefined && !fuel.traps) checkBoth(writer, fuel);
  else {
    if (fuel !== undefined) checkFuel(writer, fuel);
    if (units > 0) checkStack(writer);
  }
  if (writer.isWrapped) openWrap(writer);
}

export function writeEnd(writer: FunctionWriter): void {
  const { out } = writer;
  if (writer.isWrapped) {
    out.op(OP.END);
    writer.flushFuel();
    if (writer.givesBack) giveBack(writer);
  }
  out.op(OP.END);
}

/** The stack is as long as it was before this function was called. */
export function giveBack({ out, plan, stackLocal, units }: FunctionWriter): void {
  out.localGet(stackLocal);
  out.i32(units);
  out.op(OP.I32_ADD);
  out.globalSet(plan.stack as number);
}

function writeLocals({ out, shape, decoded, fuel, units }: FunctionWriter): void {
  const { declarations, declarationsAt, codeAt } = decoded;
  const added: number[] = [];
  if (fuel !== undefined) added.push(fuel.type);
  if (units > 0) added.push(TYPE.I32);
  out.u32(declarations + added.length);
  out.copy(shape.bytes, declarationsAt, codeAt);
  for (const type of added) {
    out.u32(1);
    out.byte(type);
  }
}

function checkBoth(writer: FunctionWriter, fuel: FuelCode): void {
  const { out, units } = writer;
  const cost = entryCost(writer);
  out.globalGet(fuel.global);
  fuel.subtract(out, cost);
  out.localTee(writer.fuelLocal);
  if (units > 0) {
    takeStack(writer);
    out.op(OP.I32_OR);
  }
  out.i32(0);
  out.op(OP.I32_LT_S);
  out.open(OP.IF);
  if (writer.type.parameters > MAX_THUNK_PARAMETERS) refillHere(writer, fuel, cost);
  else callThunk(writer, fuel, cost);
  out.op(OP.END);
  if (writer.keepsFuel) return;
  out.localGet(writer.fuelLocal);
  out.globalSet(fuel.global);
}

/** Where no host refills it. */
function checkFuel(writer: FunctionWriter, fuel: FuelCode): void {
  const { out, place } = writer;
  const cost = entryCost(writer);
  const global = { global: fuel.global };
  fuel.get(out, global);
  out.localTee(writer.fuelLocal);
  fuel.isLess(out, cost);
  out.open(OP.IF);
  out.op(OP.UNREACHABLE);
  out.op(OP.END);
  out.localGet(writer.fuelLocal);
  fuel.subtract(out, cost);
  fuel.set(out, place);
}

function checkStack(writer: FunctionWriter): void {
  const { out } = writer;
  takeStack(writer);
  out.i32(0);
  out.op(OP.I32_LT_S);
  out.open(OP.IF);
  out.localGet(writer.stackLocal);
  overflow(out, writer.plan.stack as number);
  out.op(OP.END);
}

/** Leaves on the stack what is left of it. */
function takeStack({ out, plan, units, stackLocal }: FunctionWriter): void {
  out.globalGet(plan.stack as number);
  out.i32(units);
  out.op(OP.I32_SUB);
  out.localTee(stackLocal);
}

/** The host sees that there is less than nothing, which is on the stack, and so why it traps. */
function overflow(code: CodeWriter, stack: number): void {
  code.globalSet(stack);
  code.op(OP.UNREACHABLE);
}

function entryCost({ plan, decoded }: FunctionWriter): number {
  return plan.charges.checked[decoded.firstRow] as number;
}

function refillHere(writer: FunctionWriter, fuel: FuelCode, cost: number): void {
  const { out, plan, units, fuelLocal } = writer;
  const place = { global: fuel.global };
  if (units > 0) endOverflow(out, plan.stack as number, units);
  fuel.refill(out, place, cost);
  fuel.get(out, place);
  fuel.subtract(out, cost);
  out.localSet(fuelLocal);
}

/** By tail calls: a call that has its fuel refilled at every depth would need twice the stack that is counted. */
function callThunk(writer: FunctionWriter, fuel: FuelCode, cost: number): void {
  const { out, thunk, shape, plan, decoded, type, units } = writer;
  const index = shape.importedFunctions + decoded.index;
  thunk.clear();
  thunk.u32(0);
  if (units > 0) endOverflow(thunk, plan.stack as number, units);
  fuel.refill(thunk, { global: fuel.global }, cost);
  parameters(thunk, type.parameters);
  thunk.branch(OP.RETURN_CALL, plan.additions.moved(index));
  thunk.op(OP.END);
  parameters(out, type.parameters);
  out.branch(OP.RETURN_CALL, plan.additions.function(shape.functionTypes[index] as number, thunk));
}

function endOverflow(code: CodeWriter, stack: number, units: number): void {
  code.globalGet(stack);
  code.i32(units);
  code.op(OP.I32_LT_S);
  code.open(OP.IF);
  code.globalGet(stack);
  code.i32(units);
  code.op(OP.I32_SUB);
  overflow(code, stack);
  code.op(OP.END);
}

function parameters(code: CodeWriter, count: number): void {
  for (let index = 0; index < count; index++) code.localGet(index);
}

function openWrap({ out, plan, shape, decoded, type }: FunctionWriter): void {
  const [from, to] = type.resultBytes;
  const index = shape.importedFunctions + decoded.index;
  out.op(OP.BLOCK);
  if (type.results === 0) out.byte(TYPE.EMPTY);
  else if (type.results === 1) out.copy(shape.bytes, from, to);
  else out.s32(plan.additions.resultsOf(shape.functionTypes[index] as number));
}
