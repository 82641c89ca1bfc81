/** What of the native stack functions take, of those whose calls are counted. */
import { KIND } from "../binary/opcode.js";
import { FRAME_UNIT_BYTES } from "../contract.js";
import type { Shape } from "../module/shape.js";
import { findCounted } from "./call-graph.js";
import { callGraphOf } from "./callees.js";
import { EVENT, type Events } from "./events.js";
import { frameBytes } from "./frame.js";
import type { DecodedFunction } from "./function.js";

export interface Frames {
  /** By index among the module's own: frame units; 0 when its calls are not counted. */
  readonly units: Uint16Array;
  /** Of the functions that are not counted: the dearest chain of them, in frame units. */
  readonly chainUnits: number;
  /** By index among the module's own: 1 when it leaves the count of the stack as it found it, if it is counted. */
  readonly givesBack: Uint8Array;
}

/** Functions of the module's own that are called from elsewhere. */
export interface Callable {
  /** Those that a table or a reference may lead to. */
  readonly escaping: ReadonlySet<number>;
  /** What is imported may be another module's, and call any export. */
  readonly isLinked: boolean;
}

export function countFrames(
  shape: Shape,
  events: Events,
  functions: readonly DecodedFunction[],
  { escaping, isLinked }: Callable,
): Frames {
  const bytes = functions.map((each) => frameBytes(shape, events, each));
  const reached = isLinked ? new Set([...escaping, ...exportedFunctions(shape)]) : escaping;
  const graph = callGraphOf(shape, events, functions, { escaping: [...reached], isLinked });
  const { counted, chainBytes } = findCounted(graph, (index) => bytes[index] as number);
  const unitsOf = (size: number, index: number) =>
    counted[index] === 1 ? Math.ceil(size / FRAME_UNIT_BYTES) : 0;
  return {
    units: Uint16Array.from(bytes, unitsOf),
    chainUnits: Math.ceil(chainBytes / FRAME_UNIT_BYTES),
    givesBack: givingBack(shape, events, functions, escaping),
  };
}

function exportedFunctions({ exports, importedFunctions }: Shape): readonly number[] {
  return exports
    .filter(({ kind, index }) => kind === KIND.FUNCTION && index >= importedFunctions)
    .map(({ index }) => index - importedFunctions);
}

export function noFrames(functions: number): Frames {
  return {
    units: new Uint16Array(functions),
    chainUnits: 0,
    givesBack: new Uint8Array(functions),
  };
}

/** Those that the host calls by their names, and those that may end in the place of one. */
function givingBack(
  { exports, start, importedFunctions }: Shape,
  events: Events,
  functions: readonly DecodedFunction[],
  escaping: ReadonlySet<number>,
): Uint8Array {
  const found = new Uint8Array(functions.length);
  const open: DecodedFunction[] = [];
  let hasIndirect = false;
  const add = (own: number) => {
    const each = functions[own];
    if (each === undefined || found[own] === 1) return;
    found[own] = 1;
    open.push(each);
  };
  for (const { kind, index } of exports) if (kind === KIND.FUNCTION) add(index - importedFunctions);
  if (start !== undefined) add(start - importedFunctions);
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    for (let row = each.firstRow; row <= each.lastRow; row++) {
      const kind = events.kind[row];
      if (kind === EVENT.TAIL_CALL) add((events.operand[row] as number) - importedFunctions);
      else if (kind === EVENT.TAIL_CALL_INDIRECT && !hasIndirect) {
        hasIndirect = true;
        escaping.forEach(add);
      }
    }
  }
  return found;
}
