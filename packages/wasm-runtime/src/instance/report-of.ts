import type { CallReport } from "./report.js";

const reports = new WeakMap<object, CallReport>();

/** Keeps the report of a call that ended in an error. */
export function rememberReport(error: unknown, report: CallReport | undefined): void {
  if (report && typeof error === "object" && error !== null) reports.set(error, report);
}

/** What the call used that ended in this error; undefined: it was not measured. */
export function reportOf(error: unknown): CallReport | undefined {
  return typeof error === "object" && error !== null ? reports.get(error) : undefined;
}
