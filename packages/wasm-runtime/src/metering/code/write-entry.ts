/**
 * Where a function begins and ends.
 *
 * ```
 *   left of fuel = fuel - cost
 *   is it below zero?  ──yes──▶ tail call of a thunk, which has the fuel refilled and calls the function anew: nothing is live
 *   fuel = left of fuel         across the call, so it costs the fast path nothing
 * ```
 */
import { OP, TYPE } from "../binary/opcode.js";
import { MAX_THUNK_PARAMETERS } from "../limits.js";
import type { CodeWriter } from "./code-writer.js";
import type { FuelCode } from "./fuel.js";
import type { FunctionWriter } from "./function-writer.js";
import { giveBackOwn, keepCount } from "./write-count.js";

export function writeEntry(writer: FunctionWriter): void {
  const { fuel } = writer;
  writeLocals(writer);
  if (fuel?.traps) checkFuel(writer, fuel);
  else if (fuel !== undefined) takeFuel(writer, fuel);
  if (writer.keepsCount) keepCount(writer);
  if (writer.isWrapped) openWrap(writer);
}

export function writeEnd(writer: FunctionWriter): void {
  const { out } = writer;
  if (writer.isWrapped) {
    out.op(OP.END);
    writer.flushFuel();
    if (writer.keepsCount) giveBackOwn(writer);
  }
  out.op(OP.END);
}

function writeLocals({ out, shape, decoded, fuel, counts }: FunctionWriter): void {
  const { declarations, declarationsAt, codeAt } = decoded;
  const added: number[] = [];
  if (fuel !== undefined) added.push(fuel.type);
  if (counts) added.push(TYPE.I32);
  out.u32(declarations + added.length);
  out.copy(shape.bytes, declarationsAt, codeAt);
  for (const type of added) {
    out.u32(1);
    out.byte(type);
  }
}

function takeFuel(writer: FunctionWriter, fuel: FuelCode): void {
  const { out } = writer;
  const cost = entryCost(writer);
  out.globalGet(fuel.global);
  fuel.subtract(out, cost);
  out.localTee(writer.fuelLocal);
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

function entryCost({ plan, decoded }: FunctionWriter): number {
  return plan.charges.checked[decoded.firstRow] as number;
}

function refillHere({ out, fuelLocal }: FunctionWriter, fuel: FuelCode, cost: number): void {
  const place = { global: fuel.global };
  fuel.refill(out, place, cost);
  fuel.get(out, place);
  fuel.subtract(out, cost);
  out.localSet(fuelLocal);
}

/** By tail calls: a call that has its fuel refilled at every depth would need twice the stack that is counted. */
function callThunk(writer: FunctionWriter, fuel: FuelCode, cost: number): void {
  const { out, thunk, shape, plan, decoded, type } = writer;
  const index = shape.importedFunctions + decoded.index;
  thunk.clear();
  thunk.u32(0);
  fuel.refill(thunk, { global: fuel.global }, cost);
  parameters(thunk, type.parameters);
  thunk.branch(OP.RETURN_CALL, plan.additions.moved(index));
  thunk.op(OP.END);
  parameters(out, type.parameters);
  out.branch(OP.RETURN_CALL, plan.additions.function(shape.functionTypes[index] as number, thunk));
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
