import type { Gate } from "@cofferdam/core";
import type { Denied } from "../decision.js";
import type { Request } from "../request.js";
import { deniedError } from "./denied-error.js";
import { rulingOf } from "./enforce.js";
import { limitsText } from "./layer-options.js";
import type { Opened } from "./opened.js";
import type { Rules } from "./rules.js";
import type { LayerState } from "./state.js";

/** Asks again when another policy has come: a call of it costs the comparison of two numbers. */
export function revocableGate(
  next: Gate,
  { source, auditor }: LayerState,
  opened: Opened,
  linked: Request,
): Gate {
  const request: Request = { ...linked, action: "call" };
  let asked = opened.rules.generation;
  let denied: Denied | undefined;
  return (...args) => {
    if (source.current.generation !== asked) {
      asked = source.current.generation;
      denied = revoked(source.current, opened, request);
    }
    if (denied === undefined) return next(...args);
    const event = auditor.ruled(asked, request, { outcome: "deny", decision: denied });
    throw deniedError(request, denied, event);
  };
}

/** Why calls of what was opened under an older policy are over; undefined: they are not. */
function revoked(now: Rules, opened: Opened, request: Request): Denied | undefined {
  for (const asked of [opened.request, request]) {
    const ruling = rulingOf(now, asked);
    if (ruling.outcome === "deny") return ruling.decision;
  }
  if (limitsText(now, opened.request) === limitsText(opened.rules, opened.request))
    return undefined;
  return {
    outcome: "deny",
    rule: { key: opened.request.kind, file: null, line: null },
    reason: "its limits are others since the policy was loaded anew; open it again",
  };
}
