import { type ErrorCode, fail, type SetupError } from "@cofferdam/core";
import type { Denied } from "../decision.js";
import type { Request } from "../request.js";
import { requestText } from "../request-text.js";
import { type Rule, ruleText } from "../rule.js";
import { wouldAllowText } from "./would-allow.js";

/** Thrown to whoever asked for what policy forbids; of a library that is to be loaded its code is ERR_DLOPEN_FAILED. */
export interface PolicyDeniedError extends SetupError {
  readonly rule: Rule;
  readonly request: Request;
  /** The audit event that has it, where there is one. */
  readonly event?: string;
}

export function deniedError(
  request: Request,
  denied: Denied,
  event?: string,
  options?: ErrorOptions,
): PolicyDeniedError {
  const lines = wouldAllowText(denied);
  const way =
    lines === undefined ? "No line would allow it." : `These lines would allow it:\n${lines}`;
  const error = fail(
    codeOf(request),
    `The policy denies ${requestText(request)}: ${denied.reason} (${ruleText(denied.rule)}). ${way}`,
    options,
  );
  return Object.assign(error as SetupError, {
    rule: denied.rule,
    request,
    ...(event !== undefined && { event }),
  });
}

/** Where a layer refuses the same by itself, it is the same code. */
function codeOf({ kind, action }: Request): ErrorCode {
  if (kind === "library" && action === "load") return "ERR_DLOPEN_FAILED";
  return action === "alloc" ? "ERR_MEMORY_LIMIT" : "ERR_POLICY_DENIED";
}
