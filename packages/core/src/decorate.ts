import { fail, show } from "./errors.js";
import { callChannel, callsAreTraced } from "./events.js";
import type { Gate } from "./gate.js";
import type { IsolationLayer } from "./layer.js";
import type { Linking } from "./linking.js";

/**
 * Puts the layers' decorations around a function, innermost first. Where no layer decorates and nobody
 * listens, the function itself comes back: nothing is added to a call.
 */
export function decorate(call: Gate, layers: readonly IsolationLayer[], linking: Linking): Gate {
  let gate = call;
  for (const layer of [...layers].reverse()) {
    if (layer.link) gate = decorated(layer, layer.link(gate, linking), linking);
  }
  if (gate !== call && !linking.async) gate = refusingPromises(gate, linking);
  return callsAreTraced() ? traced(gate, linking) : gate;
}

/** Would any layer put a decoration of its own around the function? */
export function decorates(layers: readonly IsolationLayer[], linking: Linking): boolean {
  const bare: Gate = () => {};
  return layers.some((layer) => layer.link && layer.link(bare, linking) !== bare);
}

/**
 * Of a target that `decorates` is true for, and whose functions nobody can be put around.
 *
 * @param action what cannot be done
 * @param calls that no JavaScript is on the path of
 */
export function decoratedError(action: string, calls: string): Error {
  return fail(
    "ERR_LAYER_UNAVAILABLE",
    `Cannot ${action}: one of the layers decorates calls in JavaScript, which ${calls} do not pass. ` +
      "Leave that layer out.",
  );
}

function decorated(layer: IsolationLayer, gate: unknown, { symbol }: Linking): Gate {
  if (typeof gate === "function") return gate as Gate;
  throw fail(
    "ERR_LAYER_NOT_A_GATE",
    `Expected a function from \`link\` of the layer ${layer.name} for ${symbol}, got ${show(gate)}. ` +
      "Return the `next` it was given to leave the call as it is.",
  );
}

function refusingPromises(gate: Gate, { symbol }: Linking): Gate {
  return (...args) => {
    const value = gate(...args);
    if (!(value instanceof Promise)) return value;
    throw fail(
      "ERR_LAYER_PROMISE_IN_SYNC",
      `Expected a value from the layers around ${symbol}, got a promise. ` +
        "A layer that has to wait cannot decorate a synchronous call.",
    );
  };
}

function traced(gate: Gate, { target, symbol, async }: Linking): Gate {
  const trace = async ? callChannel.tracePromise : callChannel.traceSync;
  return (...args) =>
    trace.call(callChannel, gate, { target, symbol, arguments: args }, undefined, ...args);
}
