import type { AuditEvent } from "../event.js";
import { recordOf } from "../line/line-record.js";
import { linesOf } from "./lines.js";

/**
 * The events of a log, the oldest first, those of the files that were rotated away too. Nothing is verified: what is no event,
 * such as a torn line, is left out.
 *
 * @throws ERR_AUDIT_UNAVAILABLE
 */
export async function* readAuditLog(file: string): AsyncGenerator<AuditEvent, void, void> {
  for await (const { bytes } of linesOf(file)) {
    const record = bytes && recordOf(bytes);
    if (isEvent(record)) yield record;
  }
}

function isEvent(record: object | undefined): record is AuditEvent {
  const { id, kind, action, outcome } = Object(record) as Partial<AuditEvent>;
  return [id, kind, action, outcome].every((field) => typeof field === "string");
}
