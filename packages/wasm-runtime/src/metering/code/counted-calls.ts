import { FRAME_UNIT_BYTES } from "../contract.js";
import type { Shape } from "../module/shape.js";
import { type Callable, callGraphOf } from "./callees.js";
import { promisedBytes } from "./chains.js";
import { EVENT, type Events } from "./events.js";
import { frameBytes } from "./frame.js";
import type { DecodedFunction } from "./function.js";

/**
 * Bytes that are enough for whatever is called through a table or a reference, or by another module: nobody who calls there knows
 * what it calls. A function that needs more takes the rest itself when it begins.
 */
const ENOUGH = 1024;

/** What calls take of the native stack beyond what was promised to the function that calls (chains.ts). */
export class CountedCalls {
  /** Frame units that are promised to what the host calls. */
  readonly reserved: number;
  /** Some calls take more than was promised. */
  readonly isAny: boolean;
  readonly #events: Events;
  readonly #importedFunctions: number;
  readonly #isLinked: boolean;
  readonly #functions: readonly DecodedFunction[];
  /** By function, in bytes: what its own calls may take, that was promised to it. */
  readonly #rest: Float64Array;
  /** By function, in bytes: what whoever calls it by its name has to promise. */
  readonly #needed: Float64Array;
  /** By function, in frame units: see `unitsOfOwn`. */
  readonly #own: Int32Array;
  /** Bytes that whoever calls something has to promise that does not know what it calls. */
  readonly #neededByAny: number;

  constructor(
    shape: Shape,
    events: Events,
    functions: readonly DecodedFunction[],
    callable: Callable,
  ) {
    this.#events = events;
    this.#importedFunctions = shape.importedFunctions;
    this.#isLinked = callable.isLinked;
    this.#functions = functions;
    const graph = callGraphOf(shape, events, functions, callable);
    const { reached, tails, ends } = graph;
    const frames = Int32Array.from(functions, (each) => frameBytes(shape, events, each));
    const promised = promisedBytes(graph, frames);
    const needed = promised.map((bytes, n) => (reached.has(n) ? Math.min(bytes, ENOUGH) : bytes));
    const tail = mostOf(needed, tails);
    this.#rest = promised.map((bytes, n) => bytes - (frames[n] as number));
    this.#own = Int32Array.from(promised, (bytes, n) => unitsFor(bytes - (needed[n] as number)));
    this.#needed = needed.map((bytes, n) => (ends[n] === 1 ? Math.max(bytes, tail) : bytes));
    this.#neededByAny = Math.max(tail, mostOf(needed, reached));
    this.reserved = unitsFor(mostOf(needed, needed.keys()));
    this.isAny = functions.some((each) => this.unitsOfOwn(each.index) > 0 || this.#takesAny(each));
  }

  /** @returns frame units; 0: it takes none, but may leave another count behind; undefined: neither */
  unitsOf(caller: number, kind: number, operand: number): number | undefined {
    if (kind === EVENT.CALL_INDIRECT) return this.#beyond(caller, this.#neededByAny);
    if (kind !== EVENT.CALL) return undefined;
    const callee = operand - this.#importedFunctions;
    if (callee < 0) return this.#isLinked ? this.#beyond(caller, this.#neededByAny) : 0;
    const units = this.#beyond(caller, this.#needed[callee] as number);
    return units > 0 || this.#functions[caller]?.hasExceptions ? units : undefined;
  }

  /** @returns frame units that the function takes when it begins, besides what was promised to it */
  unitsOfOwn(index: number): number {
    return this.#own[index] as number;
  }

  /** Some of the function's calls take more than was promised, or may leave another count behind. */
  isAnyIn(decoded: DecodedFunction): boolean {
    return this.#someIn(decoded, (units) => units !== undefined);
  }

  #takesAny(decoded: DecodedFunction): boolean {
    return this.#someIn(decoded, (units = 0) => units > 0);
  }

  #someIn(
    { index, firstRow, lastRow }: DecodedFunction,
    isSo: (units: number | undefined) => boolean,
  ): boolean {
    const { kind, operand } = this.#events;
    for (let row = firstRow; row <= lastRow; row++) {
      if (isSo(this.unitsOf(index, kind[row] as number, operand[row] as number))) return true;
    }
    return false;
  }

  /** @param bytes that what is called needs @returns frame units */
  #beyond(caller: number, bytes: number): number {
    return Math.max(0, unitsFor(bytes - (this.#rest[caller] as number)));
  }
}

function mostOf(bytes: Float64Array, some: Iterable<number>): number {
  let most = 0;
  for (const index of some) most = Math.max(most, bytes[index] as number);
  return most;
}

function unitsFor(bytes: number): number {
  return Math.ceil(bytes / FRAME_UNIT_BYTES);
}
