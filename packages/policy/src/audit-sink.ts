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

/** A document cannot turn off the log of the one that it narrows: the one nearest to the base that has a log decides. */
export function auditOptions(readings: readonly Reading[]): AuditOptions {
  const base = readings.at(-1) as Reading;
  const own = readings.findLast((reading) => reading.isWritten(["audit", "file"])) ?? base;
  const get = <T>(name: string) => settingOf([own, base], ["audit", name]) as T;
  const file = get<string | undefined>("file");
  return {
    ...(file !== undefined && { file }),
    level: get("level"),
    onFull: get("on_full"),
    queue: get("queue"),
    rotate: get("rotate"),
    keep: get("keep"),
    redact: get("redact"),
  };
}

/** A default counts where no line does. */
function settingOf(readings: readonly Reading[], path: KeyPath): unknown {
  return readings.map((reading) => reading.get(path)).find((value) => value !== undefined);
}
