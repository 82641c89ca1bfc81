/** What a lock refused, as a denial: its error says what differs, and is thrown as it is. */
import type { LockError } from "../lock/lock-error.js";
import type { Request, SubjectKind } from "../request.js";
import type { Ruling } from "./enforce.js";

export function isLockError(error: unknown): error is LockError {
  return (error as { code?: unknown } | undefined)?.code === "ERR_POLICY_LOCK";
}

export function lockedRequest({ path }: LockError, kind: SubjectKind): Request {
  return { kind, target: path, action: "load", resource: path };
}

export function lockRuling({ problem, message }: LockError): Ruling {
  return {
    outcome: "deny",
    decision: {
      outcome: "deny",
      rule: { key: "lock", file: null, line: null },
      reason: `${problem}: ${message.split("\n")[0]}`,
    },
  };
}
