/**
 * The body of a function while it is written: what is on the operand stack, which labels are open, what is left to spend.
 * Well typed by construction: an instruction consumes what is there if the types fit, and what is missing is put there
 * first.
 */
import type { Choices } from "./choices.ts";
import { chooseFloat, chooseInteger } from "./constants.ts";
import type { GeneratorOptions } from "./options.ts";
import type { FuncType, GlobalShape, Shape, ValueType } from "./shape.ts";
import { VALUE_CODES } from "./value-codes.ts";
import { Writer } from "./writer.ts";

export interface Label {
  /** What a branch to it takes along. */
  readonly types: readonly ValueType[];
  /** A branch back may run for ever, unless it counts: only `loop` itself makes those. */
  readonly counted: boolean;
  /** A branch goes back to its begin. */
  readonly loop: boolean;
  /** Inside of its catch or catch_all: rethrow may name it. */
  readonly rethrowable: boolean;
}

export interface Surroundings {
  readonly shape: Shape;
  readonly options: GeneratorOptions;
  readonly choices: Choices;
  readonly type: FuncType;
  /** Index of the function. */
  readonly self: number;
}

export class Body {
  readonly shape: Shape;
  readonly options: GeneratorOptions;
  readonly choices: Choices;
  readonly type: FuncType;
  readonly self: number;
  readonly code = new Writer();
  /** Parameters and locals. */
  readonly locals: ValueType[];
  /** Counters of loops: read by anyone, written by their loop. */
  readonly reserved = new Set<number>();
  readonly labels: Label[] = [];
  stack: ValueType[] = [];
  /** Behind a branch: operands that are missing need not be there. */
  unreachable = false;
  /** Instructions that may still be written. */
  left: number;

  constructor(surroundings: Surroundings) {
    this.shape = surroundings.shape;
    this.options = surroundings.options;
    this.choices = surroundings.choices;
    this.type = surroundings.type;
    this.self = surroundings.self;
    this.locals = [...surroundings.type.params];
    this.left = this.options.instructions;
  }

  /** One instruction: consumes `params`, leaves `results`. */
  emit(
    bytes: readonly number[],
    params: readonly ValueType[],
    results: readonly ValueType[],
  ): void {
    this.consume(params);
    this.write(...bytes);
    this.stack.push(...results);
  }

  write(...bytes: readonly number[]): void {
    this.left--;
    this.code.byte(...bytes);
  }

  /** Control does not come out behind it. */
  endPath(): void {
    this.stack = [];
    this.unreachable = true;
  }

  /** What is on top of the stack and fits is taken; the rest is put there. */
  consume(types: readonly ValueType[]): void {
    const covered = Math.min(types.length, this.stack.length);
    const fits = matches(
      this.stack.slice(-covered || undefined),
      types.slice(-covered || undefined),
    );
    const enough = covered === types.length || (this.unreachable && this.choices.chance(60));
    if (covered > 0 && fits && enough) return void this.stack.splice(-covered, covered);
    if (covered === 0 && enough) return;
    const kept = this.longestStart(types);
    for (const type of types.slice(kept)) this.put(type);
    this.stack.splice(this.stack.length - types.length, types.length);
  }

  /** Puts a value there, in one plain instruction mostly. */
  put(type: ValueType): void {
    const { choices } = this;
    const way = choices.below(4);
    const local = this.localOf(type, () => true);
    const global = this.globalOf(type, () => true);
    if (way >= 2 && local !== undefined) this.code.byte(0x20).u32(local);
    else if (way === 1 && global !== undefined) this.code.byte(0x23).u32(global);
    else this.constant(type);
    this.left--;
    this.stack.push(type);
  }

  /** Not a counter: a local that may be written. */
  writable(type: ValueType): number | undefined {
    return this.localOf(type, (index) => !this.reserved.has(index));
  }

  localOf(type: ValueType, accept: (index: number) => boolean): number | undefined {
    const found = this.locals.flatMap((local, i) => (local === type && accept(i) ? [i] : []));
    return found.length > 0 ? this.choices.pick(found) : undefined;
  }

  globalOf(type: ValueType, accept: (global: GlobalShape) => boolean): number | undefined {
    const found = this.shape.globals.flatMap((global, i) => {
      return i > 1 && global.type === type && accept(global) ? [i] : [];
    });
    return found.length > 0 ? this.choices.pick(found) : undefined;
  }

  addLocal(type: ValueType): number {
    return this.locals.push(type) - 1;
  }

  private constant(type: ValueType): void {
    const { choices, code } = this;
    if (type === "i32") code.byte(0x41).s64(chooseInteger(choices, 32));
    else if (type === "i64") code.byte(0x42).s64(chooseInteger(choices, 64));
    else if (type === "f32") code.byte(0x43).f32(chooseFloat(choices));
    else if (type === "f64") code.byte(0x44).f64(chooseFloat(choices));
    else if (type === "v128") this.vector();
    else code.byte(0xd0, VALUE_CODES[type]);
  }

  private vector(): void {
    const [low, high] = [chooseInteger(this.choices, 64), chooseInteger(this.choices, 64)];
    const bytes = new Uint8Array(BigInt64Array.of(low, high).buffer);
    this.code.byte(0xfd, 0x0c, ...bytes);
  }

  /** How many of `types`, from the first on, are on top of the stack already. */
  private longestStart(types: readonly ValueType[]): number {
    for (let count = Math.min(types.length - 1, this.stack.length); count > 0; count--) {
      if (matches(this.stack.slice(-count), types.slice(0, count))) return count;
    }
    return 0;
  }
}

export function matches(a: readonly ValueType[], b: readonly ValueType[]): boolean {
  return a.length === b.length && a.every((type, i) => type === b[i]);
}
