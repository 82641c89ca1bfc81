/** Where in the original module an instruction of the metered one comes from. */

import { addContract } from "../additions-of.js";
import { SECTION } from "../binary/opcode.js";
import { Reader } from "../binary/reader.js";
import { FunctionEmitter } from "../code/emit-function.js";
import { survey } from "../code/survey.js";
import { DEFAULT_CAPS } from "../limits.js";
import { readFunctionNames } from "../module/names.js";
import { readModule } from "../module/read-module.js";
import type { Body, Shape } from "../module/shape.js";
import { checkedOptions, type MeterOptions } from "../options.js";

export interface Place {
  /** Index of the function in the original module. */
  readonly function: number;
  /** Of the module's name section. */
  readonly name: string | undefined;
  /** Byte offset in the original module. */
  readonly offset: number;
  /** Bytes from the function's first instruction. */
  readonly inFunction: number;
}

/** Bytes from `source` of the original on, from `at` of the new body on. */
interface Copy {
  readonly at: number;
  readonly source: number;
  readonly length: number;
}

/** Looks instructions up. Made when one is wanted: it does the rewriting once more. */
export class Locator {
  readonly #shape: Shape;
  readonly #bodies: readonly Body[];
  readonly #emit: (index: number) => readonly Copy[];
  readonly #names: ReadonlyMap<number, string>;
  readonly #imported: number;

  /**
   * @param original as it was given to `meter`
   * @param metered what came out
   * @param options as they were given to `meter`
   */
  constructor(original: Uint8Array, metered: Uint8Array, options: MeterOptions = {}) {
    const { mode, stack, caps } = checkedOptions(options);
    const shape = readModule(original, caps);
    const found = survey(shape, caps, mode, stack ?? shape.importedFunctions > 0);
    const { plan } = addContract(shape, found, mode);
    this.#shape = shape;
    this.#names = namesOf(shape);
    const { bodies, importedFunctions } = readModule(metered, unlimited);
    this.#bodies = bodies;
    this.#imported = importedFunctions;
    this.#emit = (index) => {
      const copies: Copy[] = [];
      const emitter = new FunctionEmitter(plan, (at, source, length) =>
        copies.push({ at, source, length }),
      );
      emitter.emit(found.functions[index] as (typeof found.functions)[number]);
      return copies;
    };
  }

  /**
   * @param index of a function of the metered module
   * @param offset of one of its instructions in the metered module
   * @returns undefined: it is one of the rewriter's own functions
   */
  locate(index: number, offset: number): Place | undefined {
    const own = index - this.#imported;
    const body = this.#shape.bodies[own];
    const moved = this.#bodies[own];
    if (body === undefined || moved === undefined) return undefined;
    const at = offset - moved.at;
    const copies = this.#emit(own).filter((copy) => copy.at <= at);
    const { at: from, source, length } = copies.at(-1) ?? { at: 0, source: body.at, length: 1 };
    const original = source + Math.min(at - from, length - 1);
    const functionIndex = this.#shape.importedFunctions + own;
    return {
      function: functionIndex,
      name: this.#names.get(functionIndex),
      offset: original,
      inFunction: original - body.at,
    };
  }
}

const unlimited = Object.fromEntries(
  Object.keys(DEFAULT_CAPS).map((name) => [name, Number.POSITIVE_INFINITY]),
) as unknown as typeof DEFAULT_CAPS;

function namesOf({ bytes, sections }: Shape): ReadonlyMap<number, string> {
  for (const { id, at, end } of sections) {
    if (id !== SECTION.CUSTOM) continue;
    const reader = new Reader(bytes, at, end);
    if (reader.name() === "name") return readFunctionNames(reader);
  }
  return new Map();
}
