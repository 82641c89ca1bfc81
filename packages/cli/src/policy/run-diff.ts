/** A recorded run, asked again of two policies. */
import { type AuditEvent, type Policy, type Replay, readAuditLog, replay } from "@cofferdam/policy";

/** What the first policy denies and the second allows, and the other way round. @throws ERR_AUDIT_UNAVAILABLE */
export function runDiff(log: string, before: Policy, after: Policy): Promise<Replay> {
  return replay(after, decidedBy(before, readAuditLog(log)));
}

/** As if that policy had been there then. */
async function* decidedBy(
  policy: Policy,
  events: AsyncIterable<AuditEvent>,
): AsyncGenerator<AuditEvent> {
  for await (const event of events) {
    const isDecision = event.outcome !== "fault" && event.kind !== "policy";
    yield isDecision ? { ...event, outcome: policy.decide(event).outcome } : event;
  }
}
