import type { Request } from "../request.js";
import type { Rule } from "../rule.js";

/**
 * What became of it. "would-deny": refused by the policy, and done all the same because that only audits. "fault": the guest
 * did something wrong meanwhile.
 */
export type AuditOutcome = "allow" | "deny" | "would-deny" | "fault";

/** How important an event is; a log keeps those up to its own level. */
export type AuditLevel = "error" | "warn" | "info" | "debug";

/** One decision, as whoever decided tells it. */
export interface AuditEntry extends Request {
  readonly level: AuditLevel;
  readonly outcome: AuditOutcome;
  readonly rule: Rule | null;
  readonly wouldAllow?: string;
  /** Of the policy that decided: 1 is the first one that was loaded. */
  readonly generation: number;
  /** What else is worth keeping: plain data. What is not becomes text, and what is too long is cut. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** One line of an audit log. What the log was told to leave out is "[redacted]", whatever its type was. */
export interface AuditEvent extends AuditEntry {
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string;
  /** `1f0c9a3e-42`: the log's name, and the event's number in it, from 1. */
  readonly id: string;
  /** The hash of the line before; 64 zeros in front of the first. */
  readonly previous: string;
  /** SHA-256 in hex of the line as it is, without this field and without the newline. */
  readonly hash: string;
}
