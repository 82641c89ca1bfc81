import type { Denied } from "../decision.js";
import { pathInLock } from "../lock/lock.js";
import type { Request } from "../request.js";
import { rulingOf } from "./enforce.js";
import { limitsText } from "./layer-options.js";
import { importRequests, type Opened } from "./opened.js";
import type { Rules } from "./rules.js";

/** Why what was opened under an older policy may not be used so any more; undefined: it may. */
export function revoked(now: Rules, opened: Opened, request: Request): Denied | undefined {
  for (const asked of [opened.request, ...importRequests(opened), request]) {
    const ruling = rulingOf(now, asked);
    if (ruling.outcome === "deny") return ruling.decision;
  }
  const [before, after] = [opened.rules, now].map((rules) => heldText(rules, opened));
  if (before === after) return undefined;
  return {
    outcome: "deny",
    rule: { key: opened.request.kind, file: null, line: null },
    reason: "its limits, or its lock, are others since the policy was loaded anew; open it again",
  };
}

/** What it was opened with, as far as another policy could change it. */
function heldText(rules: Rules, { request, files }: Opened): string {
  const locked = rules.locks.map((lock) =>
    files.map((file) => lock.entries.get(pathInLock(lock.folder, file))?.sha256),
  );
  return JSON.stringify([limitsText(rules, request), locked]);
}
