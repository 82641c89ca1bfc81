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
    const isKept = this.#sink.keeps(levelOf(ruling));
    return isKept ? this.#sink.record(entryOf(generation, request, ruling, details)) : undefined;
  }

  /** What is known already, or was found out in another way than by asking the policy. */
  noted(entry: AuditEntry): string | undefined {
    return this.#sink.keeps(entry.level) ? this.#sink.record(entry) : undefined;
  }
}

/** What is told of a decision. Where the same is told often it is made once: that is most of what an event costs. */
export function entryOf(
  generation: number,
  request: Request,
  ruling: Ruling,
  details?: Details,
): AuditEntry {
  const { outcome, decision } = ruling;
  const wouldAllow = decision.outcome === "deny" ? wouldAllowText(decision) : undefined;
  return {
    ...request,
    level: levelOf(ruling),
    outcome,
    rule: decision.rule,
    ...(wouldAllow !== undefined && { wouldAllow }),
    generation,
    ...detailsOf(ruling, details),
  };
}

function levelOf({ outcome }: Ruling): AuditLevel {
  return outcome === "allow" ? "info" : "warn";
}

function detailsOf({ decision }: Ruling, details: Details = {}): { readonly details?: Details } {
  const all = decision.outcome === "deny" ? { reason: decision.reason, ...details } : details;
  return Object.keys(all).length === 0 ? {} : { details: all };
}
