/** Writes a function anew, with what it is charged. What nothing is done about is copied. */
import { OP } from "../binary/opcode.js";
import type { CodeWriter } from "./code-writer.js";
import { EVENT } from "./events.js";
import type { DecodedFunction } from "./function.js";
import { FunctionWriter, type OnCopy } from "./function-writer.js";
import type { Plan } from "./plan.js";
import {
  writeBranch,
  writeBranchTable,
  writeDelegate,
  writeReturn,
  writeThrow,
  writeTryTable,
} from "./write-branch.js";
import { writeCall } from "./write-call.js";
import { writeEnd, writeEntry } from "./write-entry.js";
import { writeLoop, writeLoopEnd } from "./write-loop.js";

export class FunctionEmitter {
  readonly #writer: FunctionWriter;

  constructor(plan: Plan, onCopy?: OnCopy) {
    this.#writer = new FunctionWriter(plan, onCopy);
  }

  /** @returns the new body, which lasts until the next one is written */
  emit(decoded: DecodedFunction): CodeWriter {
    const writer = this.#writer;
    const { kind, at } = writer.events;
    writer.begin(decoded);
    writeEntry(writer);
    const first = writer.movesLabels ? EVENT.ENTRY : EVENT.CALL; // what is before CALL is about labels
    for (let row = decoded.firstRow + 1; row < decoded.lastRow; row++) {
      if ((kind[row] as number) >= first) this.#event(row, kind[row] as number);
      this.#charge(row);
    }
    writer.copyTo(at[decoded.lastRow] as number);
    writeEnd(writer);
    return writer.out;
  }

  #event(row: number, kind: number): void {
    const writer = this.#writer;
    const { events, labels } = writer;
    const at = events.at[row] as number;
    const next = events.next[row] as number;
    const operand = events.operand[row] as number;
    switch (kind) {
      case EVENT.BLOCK:
      case EVENT.IF:
      case EVENT.TRY:
        labels.open(0);
        return;
      case EVENT.ELSE:
      case EVENT.CATCH:
      case EVENT.CATCH_ALL:
        return;
      case EVENT.TRY_TABLE:
        writeTryTable(writer, at, next);
        return;
      case EVENT.LOOP:
        writeLoop(writer, row, at, next);
        return;
      case EVENT.DELEGATE:
        writeDelegate(writer, at, next, operand);
        return;
      case EVENT.END:
        writer.copyTo(next);
        writeLoopEnd(writer, labels.close());
        return;
      case EVENT.BRANCH:
      case EVENT.BRANCH_IF:
        writeBranch(writer, at, operand);
        return;
      case EVENT.BRANCH_TABLE:
        writeBranchTable(writer, at, next);
        return;
      case EVENT.RETURN:
        writeReturn(writer, at, next);
        return;
      case EVENT.UNREACHABLE:
        writer.copyTo(at);
        writer.flushFuel(); // what it has used up to here is not lost
        return;
      case EVENT.THROW:
        writeThrow(writer, at, next, operand);
        return;
      case EVENT.FUNCTION_REFERENCE:
        writer.replace(at, next);
        writer.out.branch(OP.REF_FUNC, writer.plan.additions.moved(operand));
        return;
      default:
        writeCall(writer, kind, at, next, operand);
    }
  }

  #charge(row: number): void {
    const { plan, fuel, place, events, out } = this.#writer;
    const cost = plan.charges.unchecked[row] as number;
    if (cost === 0 || fuel === undefined) return;
    this.#writer.copyTo(events.next[row] as number);
    fuel.take(out, place, cost);
  }
}
