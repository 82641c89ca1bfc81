/**
 * Loops, with a check where they begin anew.
 *
 * ```
 *   block $exit                         the loop's own instructions hold no call: V8 keeps their values in registers,
 *     loop $again                       and unrolls them
 *       block $cold
 *         loop                          ◀─ the loop as it was
 *           fuel < cost? ──▶ br $cold
 *           fuel -= cost
 *           …
 *         end
 *         br $exit
 *       end
 *       refill
 *       br $again
 *     end
 *     unreachable
 *   end
 * ```
 */
import { OP } from "../binary/opcode.js";
import { BLOCK_TYPE } from "./events.js";
import type { FuelCode } from "./fuel.js";
import type { FunctionWriter } from "./function-writer.js";

/** Of the rewriter's blocks around a loop. */
const [AROUND_LOOP, AROUND_LOOP_WITH_PARAMETERS] = [3, 1];

export function writeLoop(writer: FunctionWriter, row: number, at: number, next: number): void {
  const { fuel, plan, events, shape } = writer;
  if (fuel === undefined) {
    writer.labels.open(0);
    return;
  }
  const cost = plan.charges.checked[row] as number;
  const type = events.operand[row] as number;
  const hasParameters = type > BLOCK_TYPE.EMPTY && (shape.types[type]?.parameters ?? 0) > 0;
  const calls = plan.charges.calling[row] === 1;
  if (fuel.traps || (calls && writer.keepsFuel)) checkInside(writer, fuel, cost, next);
  else if (hasParameters) loopInLoop(writer, fuel, cost, at, next);
  else loopInBlocks(writer, fuel, cost, at, next);
}

/** @param own the rewriter's blocks that end with the block that has ended */
export function writeLoopEnd({ out, fuel, place, colds }: FunctionWriter, own: number): void {
  if (own === AROUND_LOOP_WITH_PARAMETERS) out.op(OP.END);
  else if (own === AROUND_LOOP) {
    out.branch(OP.BR, 2);
    out.op(OP.END);
    fuel?.refill(out, place, colds.pop() as number);
    out.branch(OP.BR, 0);
    out.op(OP.END);
    out.op(OP.UNREACHABLE);
    out.op(OP.END);
  }
}

/** Where the loop calls anyway, one call more or less does not matter. */
function checkInside(writer: FunctionWriter, fuel: FuelCode, cost: number, next: number): void {
  const { out, place } = writer;
  writer.copyTo(next);
  writer.labels.open(0);
  fuel.get(out, place);
  fuel.isLess(out, cost);
  out.open(OP.IF);
  fuel.refill(out, place, cost);
  out.op(OP.END);
  fuel.take(out, place, cost);
}

function loopInBlocks(
  writer: FunctionWriter,
  fuel: FuelCode,
  cost: number,
  at: number,
  next: number,
): void {
  const { out, place, fuelLocal } = writer;
  writer.copyTo(at);
  out.op(OP.BLOCK);
  out.copy(writer.shape.bytes, at + 1, next);
  out.open(OP.LOOP);
  out.open(OP.BLOCK);
  writer.copyTo(next);
  fuel.get(out, place);
  if (!writer.keepsFuel) out.localTee(fuelLocal);
  fuel.isLess(out, cost);
  out.branch(OP.BR_IF, 1);
  out.localGet(fuelLocal);
  fuel.subtract(out, cost);
  fuel.set(out, place);
  writer.labels.open(AROUND_LOOP);
  writer.colds.push(cost);
}

/** Parameters cannot be kept outside of a block: they go round with the outer loop. */
function loopInLoop(
  writer: FunctionWriter,
  fuel: FuelCode,
  cost: number,
  at: number,
  next: number,
): void {
  const { out, place } = writer;
  writer.copyTo(at);
  out.op(OP.LOOP);
  out.copy(writer.shape.bytes, at + 1, next);
  fuel.get(out, place);
  fuel.isLess(out, cost);
  out.open(OP.IF);
  fuel.refill(out, place, cost);
  out.op(OP.END);
  writer.copyTo(next);
  fuel.get(out, place);
  fuel.isLess(out, cost);
  out.branch(OP.BR_IF, 1);
  fuel.take(out, place, cost);
  writer.labels.open(AROUND_LOOP_WITH_PARAMETERS);
}
