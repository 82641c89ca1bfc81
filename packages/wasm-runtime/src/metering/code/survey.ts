/** Everything that has to be known of all functions before the first is written. */

import { KIND, SECTION } from "../binary/opcode.js";
import { Reader } from "../binary/reader.js";
import { type Caps, MAX_LEAF_COST, OWN_CHARGE } from "../limits.js";
import { walkElements } from "../module/elements.js";
import type { Shape } from "../module/shape.js";
import type { Mode } from "../options.js";
import { type Charges, ChargeWalk, chargesFor } from "./charges.js";
import { CountedCalls } from "./counted-calls.js";
import { Decoder } from "./decode.js";
import { EVENT, Events } from "./events.js";
import type { DecodedFunction } from "./function.js";

export interface Survey {
  readonly events: Events;
  readonly functions: readonly DecodedFunction[];
  readonly charges: Charges;
  /** By index among the module's own: 1 when its callers pay for it. */
  readonly leaves: Uint8Array;
  /** By index among the module's own: what it costs when it is a leaf. */
  readonly leafCosts: Uint16Array;
  /** undefined: none are. */
  readonly counted: CountedCalls | undefined;
  /** There is a memory.grow, a table.grow. */
  readonly grows: { readonly memory: boolean; readonly table: boolean };
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
    let indirect = 0;
    for (const index of escaping) indirect = Math.max(indirect, leafCosts[index] as number);
    const callee = (index: number) => leafCosts[index - importedFunctions] ?? 0;
    const walk = new ChargeWalk(shape, events, { own: OWN_CHARGE, callee, indirect }, charges);
    for (const each of functions) if (!leaves[each.index]) walk.walk(each);
  }
  const callable = { escaping, isLinked: countsStack === "linked" };
  const counted = countsStack ? new CountedCalls(shape, events, functions, callable) : undefined;
  return { events, functions, charges, leaves, leafCosts, counted, grows: growsOf(events) };
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

function growsOf(events: Events): Survey["grows"] {
  const kinds = events.kind.subarray(0, events.size);
  return { memory: kinds.includes(EVENT.MEMORY_GROW), table: kinds.includes(EVENT.TABLE_GROW) };
}
