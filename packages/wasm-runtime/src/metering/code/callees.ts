import type { Shape } from "../module/shape.js";
import type { CallGraph } from "./call-graph.js";
import { EVENT, type Events } from "./events.js";
import type { DecodedFunction } from "./function.js";

/** What is not of the module. */
const HOST = -1;

/** Who calls whom, of the module's own functions. */
export function callGraphOf(
  shape: Shape,
  events: Events,
  functions: readonly DecodedFunction[],
  { escaping, isLinked }: { readonly escaping: readonly number[]; readonly isLinked: boolean },
): CallGraph {
  const first = new Int32Array(functions.length + 1);
  const callees: number[] = [];
  for (const { index, firstRow, lastRow } of functions) {
    for (let row = firstRow; row <= lastRow; row++) {
      const found = calleeOf(shape, events, row, functions.length);
      const callee = found === HOST && isLinked ? functions.length : found;
      if (callee !== HOST && callee !== undefined) callees.push(callee);
    }
    first[index + 1] = callees.length;
  }
  return { first, callees: Int32Array.from(callees), functions: functions.length, escaping };
}

/** `functions`: through a table or a reference; undefined: nobody. */
function calleeOf(
  shape: Shape,
  events: Events,
  row: number,
  functions: number,
): number | undefined {
  switch (events.kind[row]) {
    case EVENT.CALL:
    case EVENT.TAIL_CALL: {
      const callee = (events.operand[row] as number) - shape.importedFunctions;
      return callee >= 0 ? callee : HOST;
    }
    case EVENT.CALL_INDIRECT:
    case EVENT.TAIL_CALL_INDIRECT:
      return functions;
    default:
      return undefined;
  }
}
