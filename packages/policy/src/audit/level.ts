import type { AuditLevel } from "./event.js";

/** The most important first. */
export const LEVELS = ["error", "warn", "info", "debug"] as const satisfies readonly AuditLevel[];

export const RANK: Readonly<Record<AuditLevel, number>> = { error: 0, warn: 1, info: 2, debug: 3 };
