/** What a helper's end is as a fault, and errors that it sent as the host's own. */
import { constants } from "node:os";
import { type ErrorCode, errorTable, type Fault, fail } from "@cofferdam/core";
import type { Down } from "./down.js";
import type { Line } from "./line.js";

/** Of the call that the helper was at. */
export interface LastCall {
  readonly symbol: string;
  /** Milliseconds; Infinity: it had no limit. */
  readonly timeout: number;
  readonly elapsed: number;
  /** An AbortSignal ended it. */
  readonly aborted?: boolean;
}

/** How a helper ended, and what it said last. */
export type Ended = Pick<Line, "ending" | "output">;

export function faultOf(line: Ended, down: Down, call: LastCall): Fault {
  const violation = violationIn(line);
  if (violation) return violation;
  if (down.how === "broken") return { kind: "protocol", reason: down.reason, offset: down.offset };
  if (down.how === "timed-out") return timeoutOf(call);
  const { code, signal } = line.ending;
  return {
    kind: "exit",
    exitCode: code < 0 ? null : code,
    signal: signal < 0 ? null : signalName(signal),
    lastCall: call.symbol,
    ...(line.output && { output: line.output }),
  };
}

/** An error of the helper as the host itself would have thrown it. */
export function ownError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as { code?: unknown };
  if (typeof code !== "string" || !Object.hasOwn(errorTable, code)) return error;
  return fail(
    code as ErrorCode,
    error.message,
    error.cause === undefined ? {} : { cause: error.cause },
  );
}

function timeoutOf({ timeout, elapsed, aborted }: LastCall): Fault {
  const limit = Number.isFinite(timeout) ? timeout : null;
  return { kind: "timeout", limit, elapsed: Math.round(elapsed), ...(aborted && { aborted }) };
}

/** The seal's handler wrote its name before the signal ended the process; a hostile library may have taken it away. */
function violationIn({ ending, output }: Ended): Fault | undefined {
  if (ending.signal !== constants.signals.SIGSYS) return undefined;
  const name = /(?:^|\n)violation (\w+)\n$/.exec(output)?.[1];
  return {
    kind: "violation",
    action: "the system call",
    resource: name ?? "(unknown)",
    rule: ruleOf(name ?? ""),
  };
}

/** What of `confinement` would grant it. */
function ruleOf(call: string): string {
  if (/^(socket|connect|bind|listen|accept4?)$/.test(call)) return "confinement without `network`";
  if (/^(execveat|execve|v?fork|clone|kill|tgkill|tkill)$/.test(call)) {
    return "confinement without `execute`";
  }
  if (
    /^(open|openat|creat|mkdir(at)?|rmdir|unlink(at)?|rename(at2?)?|f?truncate|(sym)?link(at)?)$/.test(
      call,
    )
  ) {
    return "confinement without `write`";
  }
  return "confinement";
}

function signalName(number: number): string {
  const named = Object.entries(constants.signals).find(([, value]) => value === number);
  return named?.[0] ?? `signal ${number}`;
}
