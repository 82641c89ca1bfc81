/**
 * Instructions to events. This is where the rewriter spends most of its time, so the instructions that nothing is done about
 * are stepped over in one loop, functions are longer than elsewhere, and all of them are in one file over one state.
 */

import { costs, effects, FORM, forms } from "../binary/forms.js";
import { GC, MISC, OP, TYPE } from "../binary/opcode.js";
import { atomic, reference, skipAddress, vector } from "../binary/prefixed.js";
import { Reader } from "../binary/reader.js";
import { skipValueType, unknown } from "../binary/types.js";
import { type Caps, VALUES_PER_BYTE } from "../limits.js";
import { type Shape, typeOf } from "../module/shape.js";
import { BLOCK_TYPE, EVENT, type Events } from "./events.js";
import type { DecodedFunction } from "./function.js";

/** They take as long as they are asked to. */
const ofElements: ReadonlySet<number> = new Set([
  GC.ARRAY_NEW,
  GC.ARRAY_NEW_DEFAULT,
  GC.ARRAY_NEW_DATA,
  GC.ARRAY_NEW_ELEM,
  GC.ARRAY_FILL,
  GC.ARRAY_COPY,
  GC.ARRAY_INIT_DATA,
  GC.ARRAY_INIT_ELEM,
]);

/** @throws InvalidModuleError */
export class Decoder {
  readonly #shape: Shape;
  readonly #caps: Caps;
  readonly #events: Events;
  #reader: Reader;
  #cost = 0;
  #height = 0;
  #peak = 0;
  #calls = 0;
  #loops = 0;
  /** By open label, outermost first: how many values a branch to it passes. */
  readonly #arities: number[] = [];
  /** Values that instructions pass, of all functions so far. */
  #values = 0;
  readonly #mostValues: number;
  #hasVectors = false;
  #hasExceptions = false;

  constructor(shape: Shape, caps: Caps, events: Events) {
    this.#shape = shape;
    this.#caps = caps;
    this.#events = events;
    this.#reader = new Reader(shape.bytes);
    this.#mostValues = caps.values + VALUES_PER_BYTE * shape.bytes.length;
  }

  /** Appends the events of a function. @param index among the module's own */
  decode(index: number): DecodedFunction {
    const body = this.#shape.bodies[index] as { at: number; end: number };
    this.#reader = new Reader(this.#shape.bytes, body.at, body.end);
    this.#calls = this.#loops = 0;
    this.#hasExceptions = false;
    const type = typeOf(this.#shape, this.#shape.importedFunctions + index);
    this.#hasVectors = type?.hasVectors ?? false;
    const declarations = this.#reader.count();
    const declarationsAt = this.#reader.at;
    const locals = this.#locals(declarations, type?.parameters ?? 0);
    this.#values += locals;
    this.#arities.length = 0;
    this.#arities.push(type?.results ?? 0);
    const codeAt = this.#reader.at;
    const firstRow = this.#events.size;
    this.#cost = this.#height = this.#peak = 0;
    this.#add(EVENT.ENTRY, codeAt, 0);
    this.#instructions();
    if (this.#values > this.#mostValues) {
      const what = `Instructions that pass more than ${this.#mostValues} values`;
      throw this.#reader.refused(what, body.at);
    }
    return {
      index,
      declarations,
      declarationsAt,
      codeAt,
      end: body.end,
      locals,
      valueBytes: this.#hasVectors ? 16 : 8,
      firstRow,
      lastRow: this.#events.size - 1,
      calls: this.#calls,
      loops: this.#loops,
      hasExceptions: this.#hasExceptions,
    };
  }

  #locals(declarations: number, parameters: number): number {
    const reader = this.#reader;
    let locals = parameters;
    for (let rest = declarations; rest > 0; rest--) {
      const start = reader.at;
      locals += reader.u32();
      if (skipValueType(reader) === TYPE.V128) this.#hasVectors = true;
      if (locals > this.#caps.locals) {
        throw reader.refused(`Function of more than ${this.#caps.locals} local variables`, start);
      }
    }
    return locals;
  }

  /** Up to the `end` of the function, which must be the last byte of its body. */
  #instructions(): void {
    const reader = this.#reader;
    const { bytes, end } = reader;
    let at = reader.at;
    while (at < end) {
      const start = at;
      const code = bytes[at++] as number;
      this.#cost += costs[code] as number;
      const form = forms[code];
      if (form === FORM.NUMBER) while ((bytes[at++] as number) >= 0x80);
      else if (form === FORM.ADDRESS) {
        if ((bytes[at] as number) < 0x40 && (bytes[at + 1] as number) < 0x80) at += 2;
        else {
          reader.at = at;
          skipAddress(reader);
          at = reader.at;
        }
      } else if (form !== FORM.NONE) {
        reader.at = at;
        if (this.#other(form, code, start)) {
          if (reader.at !== end) throw reader.invalid("Instructions behind a function's end");
          return;
        }
        at = reader.at;
        continue; // its effect is counted
      }
      this.#push(effects[code] as number);
    }
    throw reader.invalid("Function without an end", end);
  }

  #push(effect: number): void {
    this.#height += effect;
    if (this.#height > this.#peak) this.#peak = this.#height;
  }

  /** @returns whether the function has ended */
  #other(form: number | undefined, code: number, start: number): boolean {
    const reader = this.#reader;
    if (form === FORM.CONTROL) return this.#control(code, start);
    if (form === FORM.PREFIX) this.#prefixed(code, start);
    else {
      if (form === FORM.FOUR_BYTES) reader.skip(4);
      else if (form === FORM.EIGHT_BYTES) reader.skip(8);
      else if (form === FORM.TYPES) {
        for (let rest = reader.count(); rest > 0; rest--) skipValueType(reader);
      } else throw reader.invalid(unknown("instruction", code), start);
      this.#push(effects[code] as number);
    }
    return false;
  }

  #control(code: number, start: number): boolean {
    const reader = this.#reader;
    switch (code) {
      case OP.BLOCK:
        this.#open(EVENT.BLOCK, start, this.#blockType());
        break;
      case OP.LOOP:
        this.#loops++;
        this.#open(EVENT.LOOP, start, this.#blockType());
        break;
      case OP.IF:
        this.#push(-1);
        this.#open(EVENT.IF, start, this.#blockType());
        break;
      case OP.ELSE:
        this.#add(EVENT.ELSE, start, 0);
        break;
      case OP.TRY:
        this.#hasExceptions = true;
        this.#open(EVENT.TRY, start, this.#blockType());
        break;
      case OP.CATCH:
        this.#add(EVENT.CATCH, start, this.#tag());
        break;
      case OP.CATCH_ALL:
        this.#add(EVENT.CATCH_ALL, start, 0);
        break;
      case OP.TRY_TABLE:
        this.#hasExceptions = true;
        this.#tryTable(start);
        break;
      case OP.DELEGATE:
        this.#arities.pop();
        this.#add(EVENT.DELEGATE, start, reader.u32());
        break;
      case OP.END:
        this.#add(EVENT.END, start, 0);
        this.#arities.pop();
        return this.#arities.length === 0;
      case OP.UNREACHABLE:
        this.#add(EVENT.UNREACHABLE, start, 0);
        break;
      case OP.THROW:
        this.#throw(start, this.#tag());
        break;
      case OP.RETHROW:
        this.#throw(start, reader.u32());
        break;
      case OP.THROW_REF:
        this.#throw(start, 0);
        break;
      case OP.BR:
        this.#add(EVENT.BRANCH, start, this.#label());
        break;
      case OP.BR_ON_NON_NULL:
      case OP.BR_IF:
        this.#push(-1);
        this.#add(EVENT.BRANCH_IF, start, this.#label());
        break;
      case OP.BR_ON_NULL:
        this.#add(EVENT.BRANCH_IF, start, this.#label());
        break;
      case OP.BR_TABLE:
        this.#branchTable(start);
        break;
      case OP.RETURN:
        this.#add(EVENT.RETURN, start, 0);
        break;
      default:
        this.#leaving(code, start);
    }
    return false;
  }

  /** Calls, and what becomes one. */
  #leaving(code: number, start: number): void {
    const reader = this.#reader;
    switch (code) {
      case OP.CALL:
        this.#call(EVENT.CALL, start, reader.u32());
        return;
      case OP.RETURN_CALL:
        this.#call(EVENT.TAIL_CALL, start, reader.u32());
        return;
      case OP.CALL_INDIRECT: {
        const type = reader.u32();
        reader.skipNumber();
        this.#push(-1);
        this.#call(EVENT.CALL_INDIRECT, start, type);
        return;
      }
      case OP.RETURN_CALL_INDIRECT: {
        const type = reader.u32();
        reader.skipNumber();
        this.#call(EVENT.TAIL_CALL_INDIRECT, start, type);
        return;
      }
      case OP.CALL_REF:
        this.#push(-1);
        this.#call(EVENT.CALL_INDIRECT, start, reader.u32());
        return;
      case OP.RETURN_CALL_REF:
        this.#call(EVENT.TAIL_CALL_INDIRECT, start, reader.u32());
        return;
      case OP.MEMORY_GROW:
        this.#call(EVENT.MEMORY_GROW, start, reader.u32());
        return;
      default: {
        // ref.func
        this.#push(1);
        this.#add(EVENT.FUNCTION_REFERENCE, start, this.#functionIndex());
      }
    }
  }

  #functionIndex(): number {
    const start = this.#reader.at;
    const index = this.#reader.u32();
    if (index < this.#shape.functionTypes.length) return index;
    throw this.#reader.invalid(`No function ${index}`, start);
  }

  #call(kind: number, start: number, operand: number): void {
    const { functionTypes, types } = this.#shape;
    const isDirect = kind === EVENT.CALL || kind === EVENT.TAIL_CALL;
    const isIndirect = kind === EVENT.CALL_INDIRECT || kind === EVENT.TAIL_CALL_INDIRECT;
    if (isDirect && operand >= functionTypes.length) {
      throw this.#reader.invalid(`Call of function ${operand}, which is not there`, start);
    }
    if (isIndirect && types[operand]?.form !== "function") {
      throw this.#reader.invalid(`Call by type ${operand}, which is no function's`, start);
    }
    if (isDirect) this.#passes(functionTypes[operand]);
    else if (isIndirect) this.#passes(operand);
    this.#calls++;
    this.#add(kind, start, operand);
  }

  #throw(start: number, operand: number): void {
    this.#hasExceptions = true;
    this.#add(EVENT.THROW, start, operand);
  }

  #tag(): number {
    const start = this.#reader.at;
    const tag = this.#reader.u32();
    if (tag < this.#shape.tagTypes.length) return tag;
    throw this.#reader.invalid(`No tag ${tag}`, start);
  }

  #open(kind: number, start: number, type: number): void {
    const { parameters = 0, results = type === BLOCK_TYPE.ONE_RESULT ? 1 : 0 } =
      this.#shape.types[type] ?? {};
    this.#values += parameters + results;
    if (this.#arities.push(kind === EVENT.LOOP ? parameters : results) > this.#caps.nesting + 1) {
      throw this.#reader.refused(`More than ${this.#caps.nesting} blocks in one another`, start);
    }
    this.#add(kind, start, type);
  }

  /** @returns its depth */
  #label(): number {
    const depth = this.#reader.u32();
    this.#values += this.#arities[this.#arities.length - 1 - depth] ?? 0;
    return depth;
  }

  /** The values of a function's type. */
  #passes(type: number | undefined): void {
    const { parameters = 0, results = 0 } = this.#shape.types[type as number] ?? {};
    this.#values += parameters + results;
  }

  #blockType(): number {
    const reader = this.#reader;
    const start = reader.at;
    const first = reader.peek();
    if (first === TYPE.EMPTY) {
      reader.byte();
      return BLOCK_TYPE.EMPTY;
    }
    if (first > 0x40 && first < 0x80) {
      if (skipValueType(reader) === TYPE.V128) this.#hasVectors = true;
      return BLOCK_TYPE.ONE_RESULT;
    }
    const type = reader.u32();
    if (this.#shape.types[type]?.form === "function") return type;
    throw reader.invalid(`Block whose type (${type}) is no function's`, start);
  }

  #tryTable(start: number): void {
    const reader = this.#reader;
    const type = this.#blockType();
    for (let rest = reader.count(); rest > 0; rest--) {
      if (reader.byte() < 2) reader.skipNumber(); // its tag
      reader.skipNumber(); // its label
    }
    this.#open(EVENT.TRY_TABLE, start, type);
  }

  #branchTable(start: number): void {
    const reader = this.#reader;
    const count = reader.count();
    if (count > this.#caps.labels) {
      throw reader.refused(`More than ${this.#caps.labels} labels of a br_table`, start);
    }
    for (let rest = count; rest >= 0; rest--) reader.skipNumber();
    this.#push(-1);
    this.#add(EVENT.BRANCH_TABLE, start, 0);
  }

  #prefixed(prefix: number, start: number): void {
    const reader = this.#reader;
    const code = reader.u32();
    if (prefix === OP.PREFIX_VECTOR) {
      this.#hasVectors = true;
      this.#push(vector(reader, code, start));
    } else if (prefix === OP.PREFIX_ATOMIC) this.#push(atomic(reader, code, start));
    else if (prefix === OP.PREFIX_MISC) this.#misc(code, start);
    else if (code === GC.BR_ON_CAST || code === GC.BR_ON_CAST_FAIL) {
      reader.byte(); // which of the two types have null
      const depth = this.#label();
      reader.skipNumber();
      reader.skipNumber();
      this.#add(EVENT.BRANCH_IF, start, depth);
    } else this.#reference(code, start);
  }

  #reference(code: number, start: number): void {
    const { types } = this.#shape;
    if (code === GC.STRUCT_NEW || code === GC.STRUCT_NEW_DEFAULT) {
      this.#values += types[new Reader(this.#shape.bytes, this.#reader.at).u32()]?.fields ?? 0;
    }
    this.#push(reference(this.#reader, code, start, (type) => types[type]?.fields ?? 0));
    if (ofElements.has(code)) this.#call(EVENT.ARRAY, start, 0);
  }

  #misc(code: number, start: number): void {
    const reader = this.#reader;
    if (code < MISC.MEMORY_INIT) return; // saturating conversions
    if (code > MISC.TABLE_FILL) throw reader.invalid(unknown("instruction 0xfc", code), start);
    const operand = reader.u32();
    const hasTwo = code === MISC.MEMORY_INIT || code === MISC.MEMORY_COPY;
    if (hasTwo || code === MISC.TABLE_INIT || code === MISC.TABLE_COPY) reader.skipNumber();
    if (code === MISC.TABLE_GROW) {
      this.#push(-1);
      this.#call(EVENT.TABLE_GROW, start, operand);
    } else if (code === MISC.TABLE_SIZE) this.#push(1);
    else if (code === MISC.DATA_DROP || code === MISC.ELEM_DROP) this.#events.hasDrops = true;
    else {
      this.#push(-3);
      this.#call(EVENT.BULK, start, code);
    }
  }

  /** Closes the row: what was counted since the one before is this one's. */
  #add(kind: number, start: number, operand: number): void {
    const row = this.#events.add(kind, start, this.#reader.at, operand);
    this.#events.cost[row] = this.#cost;
    this.#events.height[row] = this.#height;
    this.#events.peak[row] = this.#peak;
    this.#cost = this.#height = this.#peak = 0;
  }
}
