/** The audit log of a policy: opened once in a process, however often the policy is loaded. */
import { type AuditLog, openAuditLog } from "./audit/audit-log.js";
import type { AuditOptions } from "./audit/options.js";
import type { KeyPath, Reading } from "./decide/reading.js";

const logs = new Map<string, AuditLog>();

/** @throws ERR_AUDIT_UNAVAILABLE */
export function auditLogOf(readings: readonly Reading[]): AuditLog {
  const options = auditOptions(readings);
  const key = JSON.stringify(options);
  const log = logs.get(key) ?? openAuditLog(options);
  logs.set(key, log);
  return log;
}

/**
 * A document cannot turn off the log of the one that it narrows, nor make it say less: where documents differ, more is kept, and
 * less is lost. Where it is, and how, is for the one nearest to the base that says it.
 */
export function auditOptions(readings: readonly Reading[]): AuditOptions {
  const file = nearest(readings, "file") as string | undefined;
  return {
    ...(file !== undefined && { file }),
    level: most(readings, "level", ["debug", "info", "warn", "error"]),
    onFull: most(readings, "on_full", ["refuse", "block", "drop-and-count"]),
    queue: nearest(readings, "queue") as number,
    rotate: nearest(readings, "rotate") as number,
    keep: nearest(readings, "keep") as number,
    redact: (readings.at(-1) as Reading).get(["audit", "redact"]) as readonly string[],
  };
}

/** The first of the choices that any document has written, or the default. */
function most<const T extends string>(
  readings: readonly Reading[],
  name: string,
  order: readonly T[],
): T {
  const path = ["audit", name];
  const written = readings.filter((reading) => reading.isWritten(path));
  const said = written.map((reading) => reading.get(path));
  return order.find((choice) => said.includes(choice)) ?? (readings.at(-1)?.get(path) as T);
}

function nearest(readings: readonly Reading[], name: string): unknown {
  const path: KeyPath = ["audit", name];
  const written = readings.findLast((reading) => reading.isWritten(path));
  return (written ?? readings.at(-1))?.get(path);
}
