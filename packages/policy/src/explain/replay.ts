/** A recorded run, asked again of another policy. */
import type { AuditEvent } from "../audit/event.js";
import type { Decision } from "../decision.js";
import type { Policy } from "../policy.js";
import { requestOf } from "./learn.js";

export interface Change {
  readonly event: AuditEvent;
  readonly decision: Decision;
}

export interface Replay {
  /** Events that were decisions. */
  readonly decisions: number;
  /** Denied then, allowed now. */
  readonly allowed: readonly Change[];
  /** Allowed then, denied now. */
  readonly denied: readonly Change[];
}

/** What would have been different. What a layer refused by itself, such as a file that is no library, is not asked again. */
export async function replay(
  policy: Pick<Policy, "decide">,
  events: AsyncIterable<AuditEvent> | Iterable<AuditEvent>,
): Promise<Replay> {
  const allowed: Change[] = [];
  const denied: Change[] = [];
  let decisions = 0;
  for await (const event of events) {
    if (event.outcome === "fault" || event.kind === "policy") continue;
    decisions++;
    const change = { event, decision: policy.decide(requestOf(event)) };
    const wasAllowed = event.outcome === "allow";
    if (wasAllowed === (change.decision.outcome === "allow")) continue;
    (wasAllowed ? denied : allowed).push(change);
  }
  return { decisions, allowed, denied };
}
