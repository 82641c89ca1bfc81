import type { Request } from "../request.js";
import { deniedError } from "./denied-error.js";
import { type Ruling, rulingOf } from "./enforce.js";
import type { Opened } from "./opened.js";
import { revoked } from "./revoked.js";
import type { LayerState } from "./state.js";

/**
 * Lets something be done with an open target, or refuses it, and tells the log.
 *
 * @throws ERR_POLICY_DENIED, ERR_MEMORY_LIMIT, ERR_AUDIT_FULL
 */
export function permit(state: LayerState, opened: Opened, request: Request): void {
  const ruling = rulingNow(state, opened, request);
  const event = state.auditor.ruled(rulesFor(state, opened).generation, request, ruling);
  if (ruling.outcome === "deny") throw deniedError(request, ruling.decision, event);
}

function rulingNow(state: LayerState, opened: Opened, request: Request): Ruling {
  const rules = rulesFor(state, opened);
  const decision = rules === opened.rules ? undefined : revoked(rules, opened, request);
  return decision === undefined ? rulingOf(rules, request) : { outcome: "deny", decision };
}

/** Which policy counts for what is open. */
function rulesFor({ source }: LayerState, opened: Opened) {
  return source.onReload === "revoke" ? source.current : opened.rules;
}
