/** What a log says of the application that wrote it. */
import { type AuditEvent, ruleText } from "@cofferdam/policy";

export interface TargetTally {
  readonly kind: string;
  readonly target: string;
  loads: number;
  calls: number;
  denied: number;
  faults: number;
}

export interface Tally {
  readonly events: number;
  readonly from: string | null;
  readonly to: string | null;
  /** Of the policy that decided last. */
  readonly generation: number | null;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  /** Denials by the line that decided. */
  readonly denials: Readonly<Record<string, number>>;
  readonly targets: readonly TargetTally[];
  readonly last: readonly AuditEvent[];
}

const LAST = 5;

export async function tallyOf(events: AsyncIterable<AuditEvent>): Promise<Tally> {
  const tally = new Tallying();
  for await (const event of events) tally.add(event);
  return tally.result();
}

class Tallying {
  #events = 0;
  #first: AuditEvent | undefined;
  #last: AuditEvent[] = [];
  readonly #outcomes = new Map<string, number>();
  readonly #faults = new Map<string, number>();
  readonly #denials = new Map<string, number>();
  readonly #targets = new Map<string, TargetTally>();

  add(event: AuditEvent): void {
    this.#events++;
    this.#first ??= event;
    this.#last = [...this.#last.slice(1 - LAST), event];
    const { outcome, rule, details, kind } = event;
    count(this.#outcomes, outcome);
    if (outcome === "fault") count(this.#faults, faultOf(details));
    if (isDenial(event) && rule !== null) count(this.#denials, ruleText(rule));
    if (kind !== "policy") addTo(this.#targetOf(event), event);
  }

  result(): Tally {
    return {
      events: this.#events,
      from: this.#first?.time ?? null,
      to: this.#last.at(-1)?.time ?? null,
      generation: this.#last.at(-1)?.generation ?? null,
      outcomes: Object.fromEntries(this.#outcomes),
      faults: Object.fromEntries(this.#faults),
      denials: Object.fromEntries(this.#denials),
      targets: [...this.#targets.values()],
      last: this.#last,
    };
  }

  #targetOf({ kind, target }: AuditEvent): TargetTally {
    const key = `${kind} ${target}`;
    const found = this.#targets.get(key) ?? {
      kind,
      target,
      loads: 0,
      calls: 0,
      denied: 0,
      faults: 0,
    };
    this.#targets.set(key, found);
    return found;
  }
}

function isDenial({ outcome }: AuditEvent): boolean {
  return outcome === "deny" || outcome === "would-deny";
}

function addTo(tally: TargetTally, event: AuditEvent): void {
  if (event.outcome === "fault") tally.faults++;
  else if (isDenial(event)) tally.denied++;
  else if (event.action === "load") tally.loads++;
  else if (event.action === "call") tally.calls++;
}

function faultOf(details: unknown): string {
  const { fault } = Object(details) as { fault?: { kind?: unknown } };
  return String(fault?.kind ?? "unknown");
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
