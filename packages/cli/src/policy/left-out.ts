import { type AuditEvent, requestText } from "@cofferdam/policy";

/** What a policy is not made from; equal ones are told once. As --json has it. */
export interface LeftOutEvent {
  /** Of the first one. */
  readonly id: string;
  readonly what: string;
  readonly reason: string;
  readonly times: number;
}

export class LeftOut {
  readonly #all = new Map<string, LeftOutEvent>();

  get all(): readonly LeftOutEvent[] {
    return [...this.#all.values()];
  }

  /**
   * The other events: not what was denied, as a policy was there that forbids it, and somebody meant it; nor faults, which
   * follow the call that they are of.
   *
   * @param withDenied what was denied is wanted, too
   */
  async *without(
    events: AsyncIterable<AuditEvent>,
    withDenied: boolean,
  ): AsyncGenerator<AuditEvent> {
    for await (const event of events) {
      const isOut = event.outcome === "fault" || (event.outcome === "deny" && !withDenied);
      if (isOut) this.add(event);
      else if (event.outcome === "deny")
        yield { ...event, outcome: "would-deny" }; // as if it had been done
      else yield event;
    }
  }

  add(event: AuditEvent): void {
    const [what, reason] = [requestText(event), reasonOf(event)];
    const key = `${what}: ${reason}`;
    const { id, times } = this.#all.get(key) ?? { id: event.id, times: 0 };
    this.#all.set(key, { id, what, reason, times: times + 1 });
  }
}

function reasonOf({ outcome, details }: AuditEvent): string {
  const { fault } = Object(details) as { fault?: { kind?: string } };
  return fault?.kind ?? (outcome === "deny" ? "it was denied" : "no line would allow it");
}
