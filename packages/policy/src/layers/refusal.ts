/** What admission refused, as a denial by the policy. */
import type { LibraryRefusal } from "@cofferdam/admission";
import { decide } from "../decide/decide.js";
import type { Denied } from "../decision.js";
import type { Request } from "../request.js";
import { enforcing } from "./enforce.js";
import type { Rules } from "./rules.js";

export function isRefusal(error: unknown): error is LibraryRefusal {
  return error instanceof Error && "rule" in error && "resource" in error && !("request" in error);
}

export function refusedRequest({ resource, sha256 }: LibraryRefusal): Request {
  const hash = sha256 === undefined ? {} : { sha256 };
  return { kind: "library", target: resource, action: "load", resource, ...hash };
}

/** The policy's own word where it has one; else what is wrong with the file, which no line of a policy is about. */
export function denialOf(refusal: LibraryRefusal, { readings }: Rules): Denied {
  const decision = decide(enforcing(readings), refusedRequest(refusal));
  if (decision?.outcome === "deny") return decision;
  return {
    outcome: "deny",
    rule: { key: refusal.rule, file: null, line: null },
    reason: refusal.message,
  };
}
