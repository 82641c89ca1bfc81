import { TYPE } from "../binary/opcode.js";
import { Writer } from "../binary/writer.js";
import type { Shape } from "../module/shape.js";
import { CodeWriter } from "./code-writer.js";

/** A function that the rewriter adds. */
export interface AddedFunction {
  readonly type: number;
  readonly body: CodeWriter;
}

export interface AddedGlobal {
  readonly type: number;
  readonly initial: number;
}

/**
 * What a metered module has on top: types, one imported function, functions, globals. Functions of the module itself come
 * one later than before, since imported ones come first.
 */
export class Additions {
  readonly types: CodeWriter[] = [];
  /** Of the functions: their types, and their bodies, each behind its size. */
  readonly functionTypes: number[] = [];
  readonly bodies: Writer = new Writer(4096);
  readonly globals: AddedGlobal[] = [];
  readonly host: number;
  readonly hostType: number;
  readonly #shape: Shape;
  readonly #typeIndices = new Map<string, number>();
  readonly #resultTypes = new Map<number, number>();
  readonly #functionIndices = new Map<string, number>();

  constructor(shape: Shape) {
    this.#shape = shape;
    this.host = shape.importedFunctions;
    this.hostType = this.type([TYPE.I32, TYPE.F64], [TYPE.I32]);
  }

  /** The new index of a function of the module. */
  moved(index: number): number {
    return index < this.#shape.importedFunctions ? index : index + 1;
  }

  /**
   * The index of a function type.
   *
   * @param parameters bytes of their types, as `results`
   * @param counts how many types the bytes are, where not each byte is one
   */
  type(
    parameters: readonly number[],
    results: readonly number[],
    counts: readonly [number, number] = [parameters.length, results.length],
  ): number {
    const key = `${parameters.join()}|${results.join()}`;
    const known = this.#typeIndices.get(key);
    if (known !== undefined) return known;
    const writer = new CodeWriter();
    writer.byte(TYPE.FUNC);
    writer.u32(counts[0]);
    for (const byte of parameters) writer.byte(byte);
    writer.u32(counts[1]);
    for (const byte of results) writer.byte(byte);
    const index = this.#shape.types.length + this.types.push(writer) - 1;
    this.#typeIndices.set(key, index);
    return index;
  }

  /** The index of a type that has the results of one of the module's own, and no parameters. */
  resultsOf(type: number): number {
    const known = this.#resultTypes.get(type);
    if (known !== undefined) return known;
    const { results = 0, resultBytes = [0, 0] } = this.#shape.types[type] ?? {};
    const index = this.type([], [...this.#shape.bytes.subarray(...resultBytes)], [0, results]);
    this.#resultTypes.set(type, index);
    return index;
  }

  /** @returns its index */
  global(type: number, initial: number): number {
    return this.#shape.globals.length + this.globals.push({ type, initial }) - 1;
  }

  /** @param body copied @returns its index */
  function(type: number, body: CodeWriter): number {
    this.bodies.u32(body.size);
    this.bodies.append(body);
    return this.#shape.functionTypes.length + this.functionTypes.push(type);
  }

  /** A function that is made when it is first needed. @returns its index */
  once(key: string, make: () => AddedFunction): number {
    const known = this.#functionIndices.get(key);
    if (known !== undefined) return known;
    const { type, body } = make();
    const index = this.function(type, body);
    this.#functionIndices.set(key, index);
    return index;
  }
}
