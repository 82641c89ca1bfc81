import { type Limits, pagesOf } from "../limits.js";
import type { AllowanceLimits } from "../metering/index.js";

const known = new WeakMap<Limits, AllowanceLimits>();

/** What one instance may use; the same object for all that have the same limits. */
export function allowedBy(limits: Limits): AllowanceLimits {
  const before = known.get(limits);
  if (before !== undefined) return before;
  const { memory, fuel, timeout, stackDepth: stack, tableElements: elements } = limits;
  const made = { fuel, timeout, pages: pagesOf(memory), elements, stack };
  known.set(limits, made);
  return made;
}
