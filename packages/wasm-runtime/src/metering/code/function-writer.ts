import { MAX_CALLS_WITH_LOCAL } from "../limits.js";
import { type Shape, typeOf } from "../module/shape.js";
import type { DefinedType } from "../module/types.js";
import { CodeWriter } from "./code-writer.js";
import { EVENT, type Events } from "./events.js";
import type { FuelCode, FuelPlace } from "./fuel.js";
import type { DecodedFunction } from "./function.js";
import { Labels } from "./labels.js";
import type { Plan } from "./plan.js";

/** Told where instructions of the original come to stand: `length` bytes from `source` on are now at `at` of the body. */
export type OnCopy = (at: number, source: number, length: number) => void;

/** What is known while a function is written anew; the files beside write what is new in it. */
export class FunctionWriter {
  readonly plan: Plan;
  readonly shape: Shape;
  readonly events: Events;
  readonly out: CodeWriter = new CodeWriter(2 ** 16);
  readonly thunk: CodeWriter = new CodeWriter(256);
  readonly labels: Labels = new Labels();
  /** Costs of the open loops that have their cold part behind them. */
  readonly colds: number[] = [];
  decoded: DecodedFunction = undefined as never;
  type: DefinedType = undefined as never;
  /** It is charged; otherwise its callers are. */
  fuel: FuelCode | undefined;
  place: FuelPlace = { global: 0 };
  /** Its fuel is in a local variable. */
  keepsFuel = false;
  /** Some of its calls are counted, or may change the count; or it takes some of the stack itself. */
  counts = false;
  /** Frame units that it takes itself. */
  units = 0;
  /** Local variables: what is left, of fuel and of stack. */
  fuelLocal = 0;
  stackLocal = 0;
  readonly #onCopy: OnCopy | undefined;
  /** Up to here the original is copied. */
  #source = 0;

  constructor(plan: Plan, onCopy: OnCopy | undefined) {
    this.plan = plan;
    this.shape = plan.shape;
    this.events = plan.events;
    this.#onCopy = onCopy;
  }

  begin(decoded: DecodedFunction): void {
    const { leaves, fuel, stack } = this.plan;
    const { index, locals } = decoded;
    this.decoded = decoded;
    this.type = typeOf(this.shape, this.shape.importedFunctions + index) as DefinedType;
    this.out.clear();
    this.labels.clear();
    this.colds.length = 0;
    this.#source = decoded.codeAt;
    this.fuel = leaves[index] ? undefined : fuel;
    this.units = stack?.counted.unitsOfOwn(index) ?? 0;
    this.counts = this.units > 0 || stack?.counted.isAnyIn(decoded) === true;
    this.keepsFuel = this.fuel !== undefined && this.#isWorthKeeping(decoded);
    this.fuelLocal = locals;
    this.stackLocal = locals + (this.fuel === undefined ? 0 : 1);
    this.place = this.keepsFuel ? { local: locals } : { global: this.fuel?.global ?? 0 };
  }

  /** It has a loop that nothing is called in, and calls little besides. */
  #isWorthKeeping({ calls, loops, hasExceptions, firstRow, lastRow }: DecodedFunction): boolean {
    if (hasExceptions || loops === 0 || calls > MAX_CALLS_WITH_LOCAL) return false;
    const { calling } = this.plan.charges;
    for (let row = firstRow; row <= lastRow; row++) {
      if (this.events.kind[row] === EVENT.LOOP && calling[row] === 0) return true;
    }
    return false;
  }

  /** Blocks of the rewriter's come in between branches and their labels. */
  get movesLabels(): boolean {
    return this.isWrapped || (this.fuel !== undefined && this.decoded.loops > 0);
  }

  /** What has to be put right whenever it ends is written once, behind a block around all of it. */
  get isWrapped(): boolean {
    return this.keepsFuel || this.keepsCount;
  }

  /** It remembers what is left of the stack: it took some itself, or catches exceptions, by which calls end that give nothing back. */
  get keepsCount(): boolean {
    return this.units > 0 || (this.counts && this.decoded.hasExceptions);
  }

  /** Copies the original up to here. */
  copyTo(position: number): void {
    if (position <= this.#source) return;
    this.#onCopy?.(this.out.size, this.#source, position - this.#source);
    this.out.copy(this.shape.bytes, this.#source, position);
    this.#source = position;
  }

  /** What is written next stands in place of the instruction at `at`. */
  replace(at: number, next: number): void {
    this.copyTo(at);
    this.#onCopy?.(this.out.size, at, 1);
    this.#source = next;
  }

  /** What is written next stands in place of a part of an instruction. */
  patch(from: number, to: number): void {
    this.copyTo(from);
    this.#source = to;
  }

  /** Others look for the fuel in the global. */
  flushFuel(): void {
    if (!this.keepsFuel || this.fuel === undefined) return;
    this.out.localGet(this.fuelLocal);
    this.out.globalSet(this.fuel.global);
  }

  reloadFuel(): void {
    if (!this.keepsFuel || this.fuel === undefined) return;
    this.out.globalGet(this.fuel.global);
    this.out.localSet(this.fuelLocal);
  }
}
