import { KIND } from "../binary/opcode.js";
import type { Shape } from "../module/shape.js";
import { EVENT, type Events } from "./events.js";
import type { DecodedFunction } from "./function.js";

/** Functions of the module's own that are called from elsewhere. */
export interface Callable {
  /** Those that a table or a reference may lead to. */
  readonly escaping: ReadonlySet<number>;
  /** What is imported may be another module's, and call any export. */
  readonly isLinked: boolean;
}

/** Who calls whom, of the module's own functions. */
export interface CallGraph {
  /** Bytes of instructions, by function. */
  readonly sizes: Int32Array;
  /** All of them, in order of their sizes. */
  readonly shortFirst: Int32Array;
  /** Callees of function `n`, short ones first: `callees[first[n]]` up to `callees[first[n + 1]]`; without tail calls. */
  readonly first: Int32Array;
  readonly callees: Int32Array;
  /** By function: 1 when it may end in a tail call. */
  readonly ends: Uint8Array;
  /** Those that may come in another one's place by a tail call. */
  readonly tails: ReadonlySet<number>;
  /** Those that are called by who does not know which one it calls. */
  readonly reached: ReadonlySet<number>;
}

export function callGraphOf(
  shape: Shape,
  events: Events,
  functions: readonly DecodedFunction[],
  { escaping, isLinked }: Callable,
): CallGraph {
  const reached = isLinked ? new Set([...escaping, ...exportedFunctions(shape)]) : escaping;
  const sizes = Int32Array.from(functions, ({ codeAt, end }) => end - codeAt);
  const shortFirst = inOrder(sizes);
  const direct = directCalls(shape, events, functions, shortFirst);
  return { sizes, shortFirst, reached, ...direct, ...tailCalls(shape, events, functions, reached) };
}

function inOrder(sizes: Int32Array): Int32Array {
  const size = (index: number) => sizes[index] as number;
  return Int32Array.from(sizes.keys()).sort((a, b) => size(a) - size(b));
}

function directCalls(
  { importedFunctions }: Shape,
  { kind, operand }: Events,
  functions: readonly DecodedFunction[],
  shortFirst: Int32Array,
): { first: Int32Array; callees: Int32Array } {
  const places = new Int32Array(functions.length);
  for (const [place, index] of shortFirst.entries()) places[index] = place;
  const first = new Int32Array(functions.length + 1);
  const called: number[] = []; // by their places, which are sorted faster than anything by a function
  for (const { index, firstRow, lastRow } of functions) {
    for (let row = firstRow; row <= lastRow; row++) {
      const callee = (operand[row] as number) - importedFunctions;
      if (kind[row] === EVENT.CALL && callee >= 0) called.push(places[callee] as number);
    }
    first[index + 1] = called.length;
  }
  const callees = Int32Array.from(called);
  for (const { index } of functions) callees.subarray(first[index], first[index + 1]).sort();
  return { first, callees: callees.map((place) => shortFirst[place] as number) };
}

function tailCalls(
  { importedFunctions }: Shape,
  { kind, operand }: Events,
  functions: readonly DecodedFunction[],
  reached: ReadonlySet<number>,
): { ends: Uint8Array; tails: ReadonlySet<number> } {
  const ends = new Uint8Array(functions.length);
  const tails = new Set<number>();
  let endsAnywhere = false;
  for (const { index, firstRow, lastRow } of functions) {
    for (let row = firstRow; row <= lastRow; row++) {
      if (kind[row] !== EVENT.TAIL_CALL && kind[row] !== EVENT.TAIL_CALL_INDIRECT) continue;
      ends[index] = 1;
      const callee = (operand[row] as number) - importedFunctions;
      if (kind[row] === EVENT.TAIL_CALL && callee >= 0) tails.add(callee);
      else endsAnywhere = true;
    }
  }
  if (endsAnywhere) for (const each of reached) tails.add(each);
  return { ends, tails };
}

function exportedFunctions({ exports, importedFunctions }: Shape): readonly number[] {
  return exports
    .filter(({ kind, index }) => kind === KIND.FUNCTION && index >= importedFunctions)
    .map(({ index }) => index - importedFunctions);
}
