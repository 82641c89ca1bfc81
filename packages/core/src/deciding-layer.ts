/** Which layer decides what becomes of a target after a fault. */
import type { AfterFault } from "./after-fault.js";
import { fail } from "./errors.js";
import type { IsolationLayer } from "./layer.js";

/** What the outermost layer that says so decides. */
export function afterFaultOf(layers: readonly IsolationLayer[]): AfterFault {
  return layers.find(({ afterFault }) => afterFault)?.afterFault ?? "quarantine";
}

/** Refuses to promote where no layer would. @throws ERR_LAYER_UNAVAILABLE */
export function checkAfterFault(layers: readonly IsolationLayer[]): void {
  if (afterFaultOf(layers) !== "promote") return;
  const deciding = layers.findIndex(({ afterFault }) => afterFault);
  if (layers.slice(0, deciding + 1).some(({ moves }) => moves)) return;
  const { name } = layers[deciding] as IsolationLayer;
  throw fail(
    "ERR_LAYER_UNAVAILABLE",
    `Cannot promote targets to a helper process, as the layer ${name} says: no layer further out moves them there. ` +
      'Put processHelper() in front, or choose another `afterFault`, such as "quarantine".',
  );
}
