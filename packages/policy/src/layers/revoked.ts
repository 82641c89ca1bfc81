import type { Denied } from "../decision.js";
import type { Request } from "../request.js";
import { rulingOf } from "./enforce.js";
import { limitsText } from "./layer-options.js";
import type { Opened } from "./opened.js";
import type { Rules } from "./rules.js";

/** Why what was opened under an older policy may not be used so any more; undefined: it may. */
export function revoked(now: Rules, opened: Opened, request: Request): Denied | undefined {
  for (const asked of [opened.request, request]) {
    const ruling = rulingOf(now, asked);
    if (ruling.outcome === "deny") return ruling.decision;
  }
  const [before, after] = [opened.rules, now].map((rules) => limitsText(rules, opened.request));
  if (before === after) return undefined;
  return {
    outcome: "deny",
    rule: { key: opened.request.kind, file: null, line: null },
    reason: "its limits are others since the policy was loaded anew; open it again",
  };
}
