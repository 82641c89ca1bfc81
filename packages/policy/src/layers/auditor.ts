import type { AuditEntry, AuditLevel } from "../audit/event.js";
import type { Request } from "../request.js";
import type { Ruling } from "./enforce.js";
import { wouldAllowText } from "./would-allow.js";

/** Where decisions are told. */
export interface AuditSink {
  /** Would an entry of this level be kept? */
  keeps(level: AuditLevel): boolean;
  /** @throws ERR_AUDIT_FULL where the policy wants calls refused then */
  record(entry: AuditEntry): string | undefined;
}

export type Details = Readonly<Record<string, unknown>>;

/** Tells a log what was decided, with what a reader needs to understand it. */
export class Auditor {
  readonly #sink: AuditSink;

  constructor(sink: AuditSink) {
    this.#sink = sink;
  }

  /** Are calls, and what else is allowed, worth telling? */
  get hearsAll(): boolean {
    return this.#sink.keeps("info");
  }

  /** @returns the event's id, where it is kept */
  ruled(
    generation: number,
    request: Request,
    ruling: Ruling,
    details?: Details,
  ): string | undefined {
    const { outcome, decision } = ruling;
    const level = outcome === "allow" ? "info" : "warn";
    if (!this.#sink.keeps(level)) return undefined;
    const wouldAllow = decision.outcome === "deny" ? wouldAllowText(decision) : undefined;
    return this.#sink.record({
      ...request,
      level,
      outcome,
      rule: decision.rule,
      ...(wouldAllow !== undefined && { wouldAllow }),
      generation,
      ...detailsOf(ruling, details),
    });
  }

  /** What was found out in another way than by asking the policy. */
  noted(entry: AuditEntry): string | undefined {
    return this.#sink.keeps(entry.level) ? this.#sink.record(entry) : undefined;
  }
}

function detailsOf({ decision }: Ruling, details: Details = {}): { readonly details?: Details } {
  const all = decision.outcome === "deny" ? { reason: decision.reason, ...details } : details;
  return Object.keys(all).length === 0 ? {} : { details: all };
}
