import { decide } from "../decide/decide.js";
import type { Reading } from "../decide/reading.js";
import type { Decision, Denied } from "../decision.js";
import type { Request } from "../request.js";
import type { Rules } from "./rules.js";

/** What becomes of a request: "would-deny" is denied by a document that only audits, and so done. */
export type Ruling =
  | { readonly outcome: "allow"; readonly decision: Decision }
  | { readonly outcome: "deny" | "would-deny"; readonly decision: Denied };

export function rulingOf({ readings }: Rules, request: Request): Ruling {
  const enforced = enforcing(readings);
  if (enforced.length > 0) {
    const decision = decide(enforced, request);
    if (decision?.outcome === "deny") return { outcome: "deny", decision };
  }
  const decision = decide(readings, request) as Decision; // with the base, which always says something
  return decision.outcome === "deny"
    ? { outcome: "would-deny", decision }
    : { outcome: "allow", decision };
}

/** The documents that do not only audit. */
export function enforcing(readings: readonly Reading[]): readonly Reading[] {
  return readings.filter((reading) => reading.get(["unsafe_audit_only"]) === undefined);
}
