import { channel } from "node:diagnostics_channel";
import { publishNotice } from "@cofferdam/core";
import type { AuditEvent } from "../event.js";
import { reasonOf } from "../unavailable.js";

const auditChannel = channel("cofferdam:audit");

/** Does anyone listen to `cofferdam:audit`? */
export function isHeard(): boolean {
  return auditChannel.hasSubscribers;
}

/** Tells them what the log says: redacted, and with its hash. Notes are the log's own affair. */
export function publishLines(lines: Buffer): void {
  for (const line of lines.toString().trimEnd().split("\n")) {
    const event = JSON.parse(line) as AuditEvent;
    if (event.id !== undefined) auditChannel.publish(event);
  }
}

/** A log that cannot be written is told at once, and once until it can be. */
export function publishFailure(file: string, error: unknown): void {
  const message = `The audit log ${JSON.stringify(file)} cannot be written: ${reasonOf(error)}.`;
  process.emitWarning(message, { code: "ERR_AUDIT_UNAVAILABLE" });
  publishNotice({ layer: "policy", notice: "audit-unavailable", file, error });
}
