import type { Gate } from "@cofferdam/core";
import type { Denied } from "../decision.js";
import type { Request } from "../request.js";
import { deniedError } from "./denied-error.js";
import type { Opened } from "./opened.js";
import { revoked } from "./revoked.js";
import type { LayerState } from "./state.js";

/** Asks again when another policy has come: a call of it costs the comparison of two numbers. */
export function revocableGate(
  next: Gate,
  { source, auditor }: LayerState,
  opened: Opened,
  linked: Request,
): Gate {
  const request: Request = { ...linked, action: "call" };
  let asked = opened.rules.generation;
  let denied: Denied | undefined;
  return (...args) => {
    if (source.current.generation !== asked) {
      asked = source.current.generation;
      denied = revoked(source.current, opened, request);
    }
    if (denied === undefined) return next(...args);
    const event = auditor.ruled(asked, request, { outcome: "deny", decision: denied });
    throw deniedError(request, denied, event);
  };
}
