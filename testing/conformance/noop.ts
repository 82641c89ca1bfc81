import type { IsolationLayer } from "@cofferdam/core";

/** A layer that does nothing: what the suite asks of every layer, it asks of this one too. */
export function noop(name = "noop"): IsolationLayer {
  return { name };
}
