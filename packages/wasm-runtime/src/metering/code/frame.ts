/**
 * How much of the native stack one call of a function takes at most: V8's baseline compiler gives each local variable and each
 * operand a place of its own, its optimising one at most as many.
 */
import { type Shape, typeOf } from "../module/shape.js";
import { BLOCK_TYPE, EVENT, type Events } from "./events.js";
import type { DecodedFunction } from "./function.js";

/** Return address, frame pointer, instance, feedback and what the compilers keep beside: measured as 40 to 80. */
const FIXED_BYTES = 96;

/** Bytes of the native stack. */
export function frameBytes(shape: Shape, events: Events, decoded: DecodedFunction): number {
  const type = typeOf(shape, shape.importedFunctions + decoded.index);
  const values = decoded.locals + new HeightWalk(shape, events).peak(decoded);
  // parameters beyond those in registers are on the caller's stack as well
  return FIXED_BYTES + decoded.valueBytes * (values + (type?.parameters ?? 0));
}

interface Open {
  /** Operands below it, that it does not touch. */
  base: number;
  parameters: number;
  results: number;
}

/** Follows the height of the operand stack through a function. */
class HeightWalk {
  readonly #shape: Shape;
  readonly #events: Events;
  readonly #open: Open[] = [];
  #height = 0;
  #peak = 0;

  constructor(shape: Shape, events: Events) {
    this.#shape = shape;
    this.#events = events;
  }

  peak({ firstRow, lastRow }: DecodedFunction): number {
    this.#open.push({ base: 0, parameters: 0, results: 0 });
    for (let row = firstRow; row < lastRow; row++) {
      const peak = this.#height + (this.#events.peak[row] as number);
      if (peak > this.#peak) this.#peak = peak;
      this.#height += this.#events.height[row] as number;
      const kind = this.#events.kind[row] as number;
      if (kind !== EVENT.ENTRY) this.#event(kind, this.#events.operand[row] as number);
      if (this.#height > this.#peak) this.#peak = this.#height;
    }
    return this.#peak;
  }

  #event(kind: number, operand: number): void {
    switch (kind) {
      case EVENT.BLOCK:
      case EVENT.LOOP:
      case EVENT.IF:
      case EVENT.TRY:
      case EVENT.TRY_TABLE:
        this.#enter(operand);
        return;
      case EVENT.ELSE:
      case EVENT.CATCH_ALL:
        this.#turn(0);
        return;
      case EVENT.CATCH:
        this.#turn(this.#parametersOfTag(operand));
        return;
      case EVENT.END:
      case EVENT.DELEGATE:
        this.#leave();
        return;
      case EVENT.CALL:
        this.#call(this.#shape.functionTypes[operand]);
        return;
      case EVENT.CALL_INDIRECT:
        this.#call(operand);
        return;
      case EVENT.BRANCH:
      case EVENT.BRANCH_TABLE:
      case EVENT.RETURN:
      case EVENT.UNREACHABLE:
      case EVENT.THROW:
      case EVENT.TAIL_CALL:
      case EVENT.TAIL_CALL_INDIRECT:
        this.#height = this.#innermost.base; // nothing is known of what is there in unreachable code
    }
  }

  get #innermost(): Open {
    return this.#open[this.#open.length - 1] as Open;
  }

  #enter(operand: number): void {
    const type = operand < 0 ? undefined : this.#shape.types[operand];
    const parameters = type?.parameters ?? 0;
    const results = type?.results ?? (operand === BLOCK_TYPE.ONE_RESULT ? 1 : 0);
    const base = Math.max(this.#innermost.base, this.#height - parameters);
    this.#open.push({ base, parameters, results });
    this.#height = base + parameters;
  }

  #turn(parameters: number): void {
    const { base, parameters: own } = this.#innermost;
    this.#height = base + Math.max(own, parameters);
  }

  #leave(): void {
    const { base, results } = this.#open.pop() as Open;
    this.#height = base + results;
  }

  #call(type: number | undefined): void {
    const { parameters = 0, results = 0 } = this.#shape.types[type as number] ?? {};
    this.#height = Math.max(this.#innermost.base, this.#height - parameters) + results;
  }

  #parametersOfTag(tag: number): number {
    return this.#shape.types[this.#shape.tagTypes[tag] as number]?.parameters ?? 0;
  }
}
