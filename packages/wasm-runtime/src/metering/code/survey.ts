/** Everything that has to be known of all functions before the first is written. */

import { KIND, SECTION } from "../binary/opcode.js";
import { Reader } from "../binary/reader.js";
import { FRAME_UNIT_BYTES } from "../contract.js";
import { type Caps, MAX_LEAF_COST, OWN_CHARGE } from "../limits.js";
import { walkElements } from "../module/elements.js";
import type { Shape } from "../module/shape.js";
import type { Mode } from "../options.js";
import { findRecursion } from "./call-graph.js";
import { callGraphOf } from "./callees.js";
import { type Charges, ChargeWalk, chargesFor } from "./charges.js";
import { Decoder } from "./decode.js";
import { EVENT, Events } from "./events.js";
import { frameBytes } from "./frame.js";
import type { DecodedFunction } from "./function.js";

export interface Survey {
  readonly events: Events;
  readonly functions: readonly DecodedFunction[];
  readonly charges: Charges;
  /** By index among the module's own: 1 when its callers pay for it. */
  readonly leaves: Uint8Array;
  /** By index among the module's own: what it costs when it is a leaf. */
  readonly leafCosts: Uint16Array;
  /** By index among the module's own: frame units; 0 when its calls are not counted. */
  readonly units: Uint16Array;
  /** Of the functions that are not counted: the dearest chain of them, in frame units. */
  readonly chainUnits: number;
  /** There is a memory.grow, a table.grow. */
  readonly grows: { readonly memory: boolean; readonly table: boolean };
  /** Some function ends in another one's place. */
  readonly hasTailCalls: boolean;
}

export function survey(
  shape: Shape,
  caps: Caps,
  mode: Mode,
  countsStack: boolean | "linked",
): Survey {
  const events = new Events();
  const decoder = new Decoder(shape, caps, events);
  const functions = shape.bodies.map((_, index) => decoder.decode(index));
  const escaping = escapingFunctions(shape, events);
  const charges = chargesFor(events.size);
  const { leaves, leafCosts } =
    mode === "none" ? noLeaves(functions.length) : findLeaves(shape, events, functions, charges);
  if (mode !== "none") {
    const { importedFunctions } = shape;
    const indirect = Math.max(0, ...[...escaping].map((index) => leafCosts[index] as number));
    const callee = (index: number) => leafCosts[index - importedFunctions] ?? 0;
    const walk = new ChargeWalk(shape, events, { own: OWN_CHARGE, callee, indirect }, charges);
    for (const each of functions) if (!leaves[each.index]) walk.walk(each);
  }
  const depth = countsStack
    ? countFrames(shape, events, functions, callableFrom(shape, escaping, countsStack))
    : { units: new Uint16Array(functions.length), chainUnits: 0 };
  return { events, functions, charges, leaves, leafCosts, ...depth, ...instructionsOf(events) };
}

function noLeaves(count: number): { leaves: Uint8Array; leafCosts: Uint16Array } {
  return { leaves: new Uint8Array(count), leafCosts: new Uint16Array(count) };
}

/** Short functions that neither call nor loop. */
function findLeaves(
  shape: Shape,
  events: Events,
  functions: readonly DecodedFunction[],
  charges: Charges,
): { leaves: Uint8Array; leafCosts: Uint16Array } {
  const found = noLeaves(functions.length);
  const rates = { own: Number.POSITIVE_INFINITY, callee: () => 0, indirect: 0 };
  const walk = new ChargeWalk(shape, events, rates, charges);
  for (const each of functions) {
    if (each.calls > 0 || each.loops > 0 || each.hasExceptions) continue;
    const cost = walk.walk(each);
    if (cost > MAX_LEAF_COST) continue;
    found.leaves[each.index] = 1;
    found.leafCosts[each.index] = cost;
  }
  return found;
}

/** Those of the module's own that a table or a reference may lead to. */
function escapingFunctions(shape: Shape, events: Events): ReadonlySet<number> {
  const escaping = new Set<number>();
  const add = (index: number) => {
    if (index >= shape.importedFunctions) escaping.add(index - shape.importedFunctions);
  };
  for (let row = 0; row < events.size; row++) {
    if (events.kind[row] === EVENT.FUNCTION_REFERENCE) add(events.operand[row] as number);
  }
  const elements = shape.sections.find(({ id }) => id === SECTION.ELEMENT);
  if (elements !== undefined) {
    walkElements(new Reader(shape.bytes, elements.at, elements.end), add);
  }
  for (const index of shape.valueFunctions) add(index);
  const sharesTables =
    shape.tables.some(({ isImported }) => isImported) ||
    shape.exports.some(({ kind }) => kind === KIND.TABLE);
  if (sharesTables) {
    for (const { kind, index } of shape.exports) if (kind === KIND.FUNCTION) add(index);
  }
  return escaping;
}

interface Callable {
  /** Functions that others may call. */
  readonly escaping: ReadonlySet<number>;
  /** Functions that are imported are among those others. */
  readonly isLinked: boolean;
}

function callableFrom(
  { exports, importedFunctions }: Shape,
  escaping: ReadonlySet<number>,
  countsStack: true | "linked",
): Callable {
  if (countsStack !== "linked") return { escaping, isLinked: false };
  const own = exports.filter(
    ({ kind, index }) => kind === KIND.FUNCTION && index >= importedFunctions,
  );
  const exported = own.map(({ index }) => index - importedFunctions);
  return { escaping: new Set([...escaping, ...exported]), isLinked: true };
}

function countFrames(
  shape: Shape,
  events: Events,
  functions: readonly DecodedFunction[],
  { escaping, isLinked }: Callable,
): { units: Uint16Array; chainUnits: number } {
  const bytes = functions.map((each) => frameBytes(shape, events, each));
  const graph = callGraphOf(shape, events, functions, { escaping: [...escaping], isLinked });
  const { recursive, chainBytes } = findRecursion(graph, (index) => bytes[index] as number);
  const units = Uint16Array.from(bytes, (size, index) =>
    recursive[index] || catches(functions[index]) ? Math.ceil(size / FRAME_UNIT_BYTES) : 0,
  );
  return { units, chainUnits: Math.ceil(chainBytes / FRAME_UNIT_BYTES) };
}

/** It has to put right what the frames left that an exception ended. */
function catches(each: DecodedFunction | undefined): boolean {
  return each?.hasExceptions === true;
}

function instructionsOf(events: Events): Pick<Survey, "grows" | "hasTailCalls"> {
  const kinds = events.kind.subarray(0, events.size);
  const has = (kind: number) => kinds.includes(kind);
  return {
    grows: { memory: has(EVENT.MEMORY_GROW), table: has(EVENT.TABLE_GROW) },
    hasTailCalls: has(EVENT.TAIL_CALL) || has(EVENT.TAIL_CALL_INDIRECT),
  };
}
