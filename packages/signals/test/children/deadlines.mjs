// What the scripts about deadlines share.
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";

/** The guest with a deadline around its calls, on its own stack or in place. */
export function openLimited(path, options, { switched = true, afterFault = "continue" } = {}) {
  const layers = [signals({ afterFault }), deadline(options), ...(switched ? [stack()] : [])];
  return isolate(layers).openSync(library(path));
}

/** What became of a call: its value, or how it ended and how long that took. */
export async function outcomeOf(call) {
  const start = performance.now();
  try {
    return { value: await call() };
  } catch (error) {
    return { ...describe(error), took: performance.now() - start };
  }
}

/** Likewise, without letting the event loop turn. */
export function outcomeNow(call) {
  const start = performance.now();
  try {
    return { value: call() };
  } catch (error) {
    return { ...describe(error), took: performance.now() - start };
  }
}

function describe(error) {
  if (error.fault === undefined) throw error;
  const { kind, name, abandoned, aborted, elapsed, limit, reason, frames } = error.fault;
  const symbols = frames?.map(({ symbol }) => symbol).filter(Boolean);
  return { kind, name, abandoned, aborted, elapsed, limit, reason, layer: error.layer, symbols };
}

/** Ends too early: no call may. */
export function isEarly({ took, elapsed }, limit) {
  return took < limit || elapsed < limit;
}
