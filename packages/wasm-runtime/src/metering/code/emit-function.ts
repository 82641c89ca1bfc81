/**
 * Writes a function anew, with what it is charged. What nothing is done about is copied.
 *
 * ```
 *   entry:   fuel < cost?  ──yes──▶ call of a thunk, which has the fuel refilled and calls the function anew; return
 *            fuel -= cost           (nothing is live across the call, so that it costs the fast path nothing)
 *
 *   loop:    block $exit                         the loop's own instructions hold no call: V8 keeps their values in
 *              loop $again                       registers, and unrolls them
 *                block $cold
 *                  loop                          ◀─ the loop as it was
 *                    fuel < cost? ──▶ br $cold
 *                    fuel -= cost
 *                    …
 *                  end
 *                  br $exit
 *                end
 *                refill
 *                br $again
 *              end
 *              unreachable
 *            end
 * ```
 *
 * Long, since all of it writes to one output from one position in the original, label by label.
 */
import { OP, TYPE } from "../binary/opcode.js";
import { Reader } from "../binary/reader.js";
import { skipValueType } from "../binary/types.js";
import { MAX_CALLS_WITH_LOCAL } from "../limits.js";
import { type Shape, typeOf } from "../module/shape.js";
import type { DefinedType } from "../module/types.js";
import { bulkHelper } from "./bulk-helper.js";
import { CodeWriter } from "./code-writer.js";
import { BLOCK_TYPE, EVENT, type Events } from "./events.js";
import type { FuelCode, FuelPlace } from "./fuel.js";
import type { DecodedFunction } from "./function.js";
import { memoryGrowHelper, tableGrowHelper } from "./grow-helpers.js";
import { Labels } from "./labels.js";
import type { Plan } from "./plan.js";

/** Told where instructions of the original come to stand: `length` bytes from `source` on are now at `at` of the body. */
export type OnCopy = (at: number, source: number, length: number) => void;

/** Of the rewriter's blocks around a loop. */
const [AROUND_LOOP, AROUND_LOOP_WITH_PARAMETERS] = [3, 1];

export class FunctionEmitter {
  readonly #plan: Plan;
  readonly #shape: Shape;
  readonly #events: Events;
  readonly #onCopy: OnCopy | undefined;
  readonly #out: CodeWriter = new CodeWriter(2 ** 16);
  #labels = new Labels();
  /** Up to here the original is copied. */
  #source = 0;
  #decoded: DecodedFunction = undefined as never;
  #type: DefinedType = undefined as never;
  /** It is charged; otherwise its callers are. */
  #fuel: FuelCode | undefined;
  #place: FuelPlace = { global: 0 };
  /** Its fuel is in a local variable. */
  #keeps = false;
  /** Frame units; 0: not counted. */
  #units = 0;
  /** Local variables: what is left, of fuel and of stack. */
  #fuelLocal = 0;
  #stackLocal = 0;
  /** Labels that something caught goes on at. */
  readonly #landings = new Set<number>();
  /** Costs of the open loops that have their cold part behind them. */
  readonly #colds: number[] = [];

  constructor(plan: Plan, onCopy?: OnCopy) {
    this.#plan = plan;
    this.#shape = plan.shape;
    this.#events = plan.events;
    this.#onCopy = onCopy;
  }

  /** @returns the new body, which lasts until the next one is written */
  emit(decoded: DecodedFunction): CodeWriter {
    this.#begin(decoded);
    this.#locals();
    if (this.#fuel !== undefined) this.#checkAtEntry(this.#fuel);
    if (this.#units > 0) this.#enterFrame();
    if (this.#isWrapped) this.#openWrap();
    for (let row = decoded.firstRow + 1; row < decoded.lastRow; row++) {
      this.#event(row);
      this.#charge(row);
    }
    this.#copyTo(this.#events.at[decoded.lastRow] as number);
    if (this.#isWrapped) {
      this.#out.op(OP.END);
      this.#leaveFrame();
    }
    this.#out.op(OP.END);
    return this.#out;
  }

  #begin(decoded: DecodedFunction): void {
    const { leaves, units, fuel } = this.#plan;
    const { index, locals, calls, loops, firstRow, lastRow, hasExceptions } = decoded;
    this.#decoded = decoded;
    this.#type = typeOf(this.#shape, this.#shape.importedFunctions + index) as DefinedType;
    this.#out.clear();
    this.#labels = new Labels();
    this.#landings.clear();
    this.#colds.length = 0;
    this.#source = decoded.codeAt;
    this.#fuel = leaves[index] ? undefined : fuel;
    this.#units = units[index] as number;
    this.#keeps =
      this.#fuel !== undefined &&
      !hasExceptions &&
      loops > 0 &&
      calls <= MAX_CALLS_WITH_LOCAL &&
      this.#hasQuietLoop(firstRow, lastRow);
    this.#fuelLocal = locals;
    this.#stackLocal = locals + (this.#fuel === undefined ? 0 : 1);
    this.#place = this.#keeps ? { local: locals } : { global: this.#fuel?.global ?? 0 };
  }

  /** A loop that nothing is called in. */
  #hasQuietLoop(firstRow: number, lastRow: number): boolean {
    const { calling } = this.#plan.charges;
    for (let row = firstRow; row <= lastRow; row++) {
      if (this.#events.kind[row] === EVENT.LOOP && calling[row] === 0) return true;
    }
    return false;
  }

  /** What has to be put right whenever it ends is written once, behind a block around all of it. */
  get #isWrapped(): boolean {
    return this.#keeps || this.#units > 0;
  }

  #locals(): void {
    const { declarations, declarationsAt, codeAt } = this.#decoded;
    const fuelType = this.#fuel?.type;
    const added = (fuelType === undefined ? 0 : 1) + (this.#units > 0 ? 1 : 0);
    this.#out.u32(declarations + added);
    this.#out.copy(this.#shape.bytes, declarationsAt, codeAt);
    for (const type of [fuelType, this.#units > 0 ? TYPE.I32 : undefined]) {
      if (type === undefined) continue;
      this.#out.u32(1);
      this.#out.byte(type);
    }
  }

  #checkAtEntry(fuel: FuelCode): void {
    const out = this.#out;
    const cost = this.#plan.charges.checked[this.#decoded.firstRow] as number;
    const global = { global: fuel.global };
    fuel.get(out, global);
    out.localTee(this.#fuelLocal);
    fuel.isLess(out, cost);
    out.open(OP.IF);
    if (fuel.traps) out.op(OP.UNREACHABLE);
    else this.#callThunk(fuel, cost);
    out.op(OP.END);
    out.localGet(this.#fuelLocal);
    fuel.subtract(out, cost);
    fuel.set(out, this.#place);
  }

  #callThunk(fuel: FuelCode, cost: number): void {
    const { additions, shape } = this.#plan;
    const thunk = new CodeWriter(64);
    const itself = additions.moved(shape.importedFunctions + this.#decoded.index);
    thunk.u32(0);
    fuel.refill(thunk, { global: fuel.global }, cost);
    this.#parameters(thunk);
    this.#lastCall(thunk, itself);
    thunk.op(OP.END);
    const type = shape.functionTypes[shape.importedFunctions + this.#decoded.index] as number;
    this.#parameters(this.#out);
    this.#lastCall(this.#out, additions.function(type, thunk));
  }

  /** A chain of tail calls may be as long as it likes, with refills in between. Other modules may know no such thing. */
  #lastCall(code: CodeWriter, index: number): void {
    if (this.#plan.hasTailCalls) code.branch(OP.RETURN_CALL, index);
    else {
      code.call(index);
      code.op(OP.RETURN);
    }
  }

  #parameters(code: CodeWriter): void {
    for (let index = 0; index < this.#type.parameters; index++) code.localGet(index);
  }

  #enterFrame(): void {
    const out = this.#out;
    const stack = this.#plan.stack as number;
    out.globalGet(stack);
    out.i32(this.#units);
    out.op(OP.I32_SUB);
    out.localTee(this.#stackLocal);
    out.globalSet(stack);
    out.localGet(this.#stackLocal);
    out.i32(0);
    out.op(OP.I32_LT_S);
    out.open(OP.IF);
    out.op(OP.UNREACHABLE);
    out.op(OP.END);
  }

  #leaveFrame(): void {
    const out = this.#out;
    this.#flush();
    if (this.#units === 0) return;
    out.localGet(this.#stackLocal);
    out.i32(this.#units);
    out.op(OP.I32_ADD);
    out.globalSet(this.#plan.stack as number);
  }

  #openWrap(): void {
    const [from, to] = this.#type.resultBytes;
    this.#out.op(OP.BLOCK);
    if (this.#type.results === 0) this.#out.byte(TYPE.EMPTY);
    else if (this.#type.results === 1) this.#out.copy(this.#shape.bytes, from, to);
    else {
      const results = [...this.#shape.bytes.subarray(from, to)];
      this.#out.s32(this.#plan.additions.type([], results, [0, this.#type.results]));
    }
  }

  #event(row: number): void {
    const kind = this.#events.kind[row] as number;
    const at = this.#events.at[row] as number;
    const next = this.#events.next[row] as number;
    const operand = this.#events.operand[row] as number;
    switch (kind) {
      case EVENT.BLOCK:
      case EVENT.IF:
      case EVENT.TRY:
        this.#labels.open(0);
        return;
      case EVENT.TRY_TABLE:
        this.#tryTable(at, next);
        return;
      case EVENT.LOOP:
        this.#loop(row, at, next);
        return;
      case EVENT.CATCH:
      case EVENT.CATCH_ALL:
        this.#copyTo(next);
        this.#landed();
        return;
      case EVENT.DELEGATE:
        this.#delegate(at, operand, next);
        return;
      case EVENT.END:
        this.#end(next);
        return;
      case EVENT.BRANCH:
      case EVENT.BRANCH_IF:
        this.#branch(at, operand, next);
        return;
      case EVENT.BRANCH_TABLE:
        this.#branchTable(at);
        return;
      case EVENT.RETURN:
        if (!this.#isWrapped) return;
        this.#instead(at, next, () => {
          this.#out.branch(OP.BR, this.#labels.moved(this.#labels.size));
        });
        return;
      case EVENT.UNREACHABLE:
        this.#copyTo(at);
        this.#flush(); // what it has used up to here is not lost
        return;
      case EVENT.THROW:
        this.#throw(at, next, operand);
        return;
      case EVENT.FUNCTION_REFERENCE:
        this.#instead(at, next, () => {
          this.#out.op(OP.REF_FUNC);
          this.#out.u32(this.#plan.additions.moved(operand));
        });
        return;
      default:
        this.#leaving(kind, at, next, operand);
    }
  }

  /** Calls, and what has become one. */
  #leaving(kind: number, at: number, next: number, operand: number): void {
    switch (kind) {
      case EVENT.CALL:
        this.#call(at, next, operand);
        return;
      case EVENT.CALL_INDIRECT:
        this.#copyTo(at);
        this.#flush();
        this.#copyTo(next);
        this.#reload();
        return;
      case EVENT.TAIL_CALL:
      case EVENT.TAIL_CALL_INDIRECT:
        this.#tailCall(kind, at, next, operand);
        return;
      case EVENT.MEMORY_GROW:
        this.#callHelper(at, next, memoryGrowHelper(this.#plan, operand));
        return;
      case EVENT.TABLE_GROW:
        this.#callHelper(at, next, tableGrowHelper(this.#plan, operand));
        return;
      case EVENT.BULK:
        if (this.#plan.fuel === undefined) return;
        this.#callHelper(at, next, bulkHelper(this.#plan, at));
        return;
    }
  }

  #loop(row: number, at: number, next: number): void {
    const fuel = this.#fuel;
    const { checked, calling } = this.#plan.charges;
    const cost = checked[row] as number;
    if (fuel === undefined) {
      this.#labels.open(0);
      return;
    }
    const hasParameters = this.#parametersOf(this.#events.operand[row] as number) > 0;
    if (fuel.traps || (calling[row] && this.#keeps)) this.#loopCheckingInside(fuel, cost, next);
    else if (hasParameters) this.#loopInLoop(fuel, cost, at, next);
    else this.#loopInBlocks(fuel, cost, at, next);
    if (this.#decoded.hasExceptions) this.#landed(); // something caught may go on here
  }

  /** Where the loop calls anyway, one call more or less does not matter. */
  #loopCheckingInside(fuel: FuelCode, cost: number, next: number): void {
    this.#copyTo(next);
    this.#labels.open(0);
    fuel.get(this.#out, this.#place);
    fuel.isLess(this.#out, cost);
    this.#out.open(OP.IF);
    fuel.refill(this.#out, this.#place, cost);
    this.#out.op(OP.END);
    fuel.take(this.#out, this.#place, cost);
  }

  #loopInBlocks(fuel: FuelCode, cost: number, at: number, next: number): void {
    const out = this.#out;
    this.#copyTo(at);
    out.op(OP.BLOCK);
    out.copy(this.#shape.bytes, at + 1, next);
    out.open(OP.LOOP);
    out.open(OP.BLOCK);
    this.#copyTo(next);
    fuel.get(out, this.#place);
    if (!this.#keeps) out.localTee(this.#fuelLocal);
    fuel.isLess(out, cost);
    out.branch(OP.BR_IF, 1);
    out.localGet(this.#fuelLocal);
    fuel.subtract(out, cost);
    fuel.set(out, this.#place);
    this.#labels.open(AROUND_LOOP);
    this.#colds.push(cost);
  }

  /** Parameters cannot be kept outside of a block: they go round with the outer loop. */
  #loopInLoop(fuel: FuelCode, cost: number, at: number, next: number): void {
    const out = this.#out;
    this.#copyTo(at);
    out.op(OP.LOOP);
    out.copy(this.#shape.bytes, at + 1, next);
    fuel.get(out, this.#place);
    fuel.isLess(out, cost);
    out.open(OP.IF);
    fuel.refill(out, this.#place, cost);
    out.op(OP.END);
    this.#copyTo(next);
    fuel.get(out, this.#place);
    fuel.isLess(out, cost);
    out.branch(OP.BR_IF, 1);
    fuel.take(out, this.#place, cost);
    this.#labels.open(AROUND_LOOP_WITH_PARAMETERS);
  }

  #end(next: number): void {
    const out = this.#out;
    const isLanding = this.#landings.delete(this.#labels.size);
    const own = this.#labels.close();
    this.#copyTo(next);
    if (own === AROUND_LOOP_WITH_PARAMETERS) out.op(OP.END);
    else if (own === AROUND_LOOP) {
      out.branch(OP.BR, 2);
      out.op(OP.END);
      this.#fuel?.refill(out, this.#place, this.#colds.pop() as number);
      out.branch(OP.BR, 0);
      out.op(OP.END);
      out.op(OP.UNREACHABLE);
      out.op(OP.END);
    }
    if (isLanding) this.#landed();
  }

  #branch(at: number, depth: number, next: number): void {
    const moved = this.#labels.moved(depth);
    if (moved === depth) return;
    const { bytes } = this.#shape;
    const reader = new Reader(bytes, at, next);
    const code = reader.byte();
    if (code === OP.PREFIX_GC) {
      reader.skipNumber(); // br_on_cast, or its opposite
      reader.byte(); // flags
    }
    const labelAt = reader.at;
    reader.skipNumber();
    this.#copyTo(labelAt);
    this.#out.u32(moved);
    this.#source = reader.at;
  }

  #branchTable(at: number): void {
    if (this.#labels.depthOf(0) === 0) return;
    this.#copyTo(at + 1);
    const reader = new Reader(this.#shape.bytes, at + 1);
    const count = reader.u32();
    this.#out.u32(count);
    for (let rest = count; rest >= 0; rest--) this.#out.u32(this.#labels.moved(reader.u32()));
    this.#source = reader.at;
  }

  #call(at: number, next: number, callee: number): void {
    const { importedFunctions } = this.#shape;
    const isLeaf = callee >= importedFunctions && this.#plan.leaves[callee - importedFunctions];
    this.#copyTo(at);
    if (!isLeaf) this.#flush();
    this.#instead(at, next, () => this.#out.call(this.#plan.additions.moved(callee)));
    if (!isLeaf) this.#reload();
  }

  #tailCall(kind: number, at: number, next: number, callee: number): void {
    this.#copyTo(at);
    if (this.#isWrapped) this.#leaveFrame();
    if (kind === EVENT.TAIL_CALL_INDIRECT) {
      this.#copyTo(next);
      return;
    }
    this.#instead(at, next, () => {
      this.#out.op(OP.RETURN_CALL);
      this.#out.u32(this.#plan.additions.moved(callee));
    });
  }

  #callHelper(at: number, next: number, helper: number): void {
    this.#copyTo(at);
    this.#flush();
    this.#instead(at, next, () => this.#out.call(helper));
    this.#reload();
  }

  #throw(at: number, next: number, depth: number): void {
    this.#copyTo(at);
    if (this.#shape.bytes[at] !== OP.RETHROW) {
      this.#copyTo(next);
      return;
    }
    this.#instead(at, next, () => this.#out.branch(OP.RETHROW, this.#labels.moved(depth)));
  }

  #delegate(at: number, depth: number, next: number): void {
    const isLanding = this.#landings.delete(this.#labels.size);
    this.#labels.close();
    this.#instead(at, next, () => this.#out.branch(OP.DELEGATE, this.#labels.moved(depth)));
    if (isLanding) this.#landed();
  }

  #tryTable(at: number, next: number): void {
    const reader = new Reader(this.#shape.bytes, at + 1, next);
    if (reader.peek() > 0x40 && reader.peek() < 0x80) skipValueType(reader);
    else reader.skipNumber();
    const count = reader.u32();
    this.#copyTo(reader.at);
    for (let rest = count; rest > 0; rest--) {
      const code = reader.byte();
      this.#out.byte(code);
      if (code < 2) this.#out.u32(reader.u32());
      const depth = reader.u32();
      this.#landings.add(this.#labels.size - depth);
      this.#out.u32(this.#labels.moved(depth));
    }
    this.#source = next;
    this.#labels.open(0);
  }

  /** Something was caught: the frames in between did not count themselves out. */
  #landed(): void {
    if (this.#units === 0) return;
    this.#out.localGet(this.#stackLocal);
    this.#out.globalSet(this.#plan.stack as number);
  }

  #charge(row: number): void {
    const cost = this.#plan.charges.unchecked[row] as number;
    if (cost === 0 || this.#fuel === undefined) return;
    this.#copyTo(this.#events.next[row] as number);
    this.#fuel.take(this.#out, this.#place, cost);
  }

  /** Others look for the fuel in the global. */
  #flush(): void {
    if (!this.#keeps || this.#fuel === undefined) return;
    this.#out.localGet(this.#fuelLocal);
    this.#out.globalSet(this.#fuel.global);
  }

  #reload(): void {
    if (!this.#keeps || this.#fuel === undefined) return;
    this.#out.globalGet(this.#fuel.global);
    this.#out.localSet(this.#fuelLocal);
  }

  /** Writes something in place of an instruction. */
  #instead(at: number, next: number, write: () => void): void {
    this.#copyTo(at);
    this.#onCopy?.(this.#out.size, at, 1);
    write();
    this.#source = next;
  }

  #copyTo(position: number): void {
    if (position <= this.#source) return;
    this.#onCopy?.(this.#out.size, this.#source, position - this.#source);
    this.#out.copy(this.#shape.bytes, this.#source, position);
    this.#source = position;
  }

  #parametersOf(blockType: number): number {
    return blockType <= BLOCK_TYPE.EMPTY ? 0 : (this.#shape.types[blockType]?.parameters ?? 0);
  }
}
