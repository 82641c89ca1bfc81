import type { Shape } from "../module/shape.js";
import type { CallGraph } from "./call-graph.js";
import { EVENT, type Events } from "./events.js";
import type { DecodedFunction } from "./function.js";

/** Who calls whom, of the module's own functions. */
export function callGraphOf(
  shape: Shape,
  events: Events,
  functions: readonly DecodedFunction[],
  { escaping, isLinked }: { readonly escaping: readonly number[]; readonly isLinked: boolean },
): CallGraph {
  const { kind, operand } = events;
  const first = new Int32Array(functions.length + 1);
  const callees: number[] = [];
  const callsHost = new Uint8Array(functions.length);
  for (const { index, firstRow, lastRow } of functions) {
    for (let row = firstRow; row <= lastRow; row++) {
      if (isDirect(kind[row] as number)) {
        const callee = (operand[row] as number) - shape.importedFunctions;
        if (callee < 0) callsHost[index] = 1;
        if (callee >= 0) callees.push(callee);
        else if (isLinked) callees.push(functions.length);
      } else if (isIndirect(kind[row] as number)) {
        callees.push(functions.length);
        callsHost[index] = 1; // whose functions a table or a reference may lead to as well
      }
    }
    first[index + 1] = callees.length;
  }
  const graph = { first, callees: Int32Array.from(callees), functions: functions.length };
  return { ...graph, callsHost, escaping };
}

function isDirect(kind: number): boolean {
  return kind === EVENT.CALL || kind === EVENT.TAIL_CALL;
}

/** Through a table or a reference. */
function isIndirect(kind: number): boolean {
  return kind === EVENT.CALL_INDIRECT || kind === EVENT.TAIL_CALL_INDIRECT;
}
