/** What the layers made of a guest: one cell of the attack table. */
import type { ChildResult } from "../child.ts";
import { type Crime, crimes } from "../guests/crimes.mjs";
import { type Escape, escapes } from "../guests/escapes/catalogue.mjs";
import { type CommitResult, type Committed, commit, type LayerList } from "./commit.ts";

/** A guest of either kind that gets so far without an answer never returns. */
const HANG_MS = 1000;

export type Guest = Crime | Escape;

export const guests: readonly Guest[] = [...crimes, ...escapes];

/** Commits the guest's crime in a child of its own. */
export async function commitAlone(list: LayerList, guest: Guest): Promise<CommitResult> {
  const hasDeadline = /deadline|process-helper/.test(list);
  const neverReturns = !hasDeadline && "ends" in guest && guest.ends === "hangs";
  return commit(list, [guest.name], neverReturns ? { timeout: HANG_MS } : {});
}

/**
 * "contained": an error, or no harm. "detected": the process ends before anything was harmed: an overflow
 * that ran into the guard of `stack`, with nobody there to catch the trap. "not contained": the rest.
 */
export function verdictOf(list: LayerList, guest: Guest, result: CommitResult): string {
  const how = fateOf(guest, result);
  const report = result.reports.get(guest.name);
  if (report && report.troubles.length === 0) {
    return `contained: ${isHelpersOwn(list, guest) ? "no harm" : how}`;
  }
  const overflows = "expect" in guest && guest.expect.kind === "stack-overflow";
  const detected = list === "stack" && overflows && result.child.signal === "SIGSEGV";
  return `${detected ? "detected" : "not contained"}: ${how}`;
}

/** What is spoiled is the helper's memory: whether it dies of that, and in which call, is chance. */
function isHelpersOwn(list: LayerList, guest: Guest): boolean {
  return (
    list.startsWith("process-helper") && ("lends" in guest || guest.name === "heap_corruption")
  );
}

/** What became of the guest, or of the process. */
export function fateOf(guest: Guest, { child, reports }: CommitResult): string {
  const report = reports.get(guest.name);
  return report ? fateOfHost(report) : fateOfProcess(guest, child);
}

function fateOfHost({ first, troubles }: Committed): string {
  if (troubles.length > 0) return [...new Set(troubles)].join("; ");
  return first.error?.code ?? first.error?.name ?? "no harm";
}

function fateOfProcess(guest: Guest, { signal, status, timedOut }: ChildResult): string {
  if (timedOut) return "hangs";
  if (signal === null) return `exits with ${status}`;
  // What a silent crime left behind kills with a signal that depends on what the host does next.
  const silent = "expect" in guest && guest.expect.kind === "none";
  return silent ? "killed" : `killed by ${signal}`;
}
