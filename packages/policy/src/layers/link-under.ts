import type { Gate, Linking } from "@cofferdam/core";
import type { Request } from "../request.js";
import { entryOf } from "./auditor.js";
import { rulingOf } from "./enforce.js";
import type { Opened } from "./opened.js";
import { permit } from "./permit.js";
import { revocableGate } from "./revocable-gate.js";
import type { LayerState } from "./state.js";

/**
 * Links a function if the policy allows it. Its calls pass nothing of ours, unless they are told to the audit log, or may be
 * revoked.
 *
 * @throws ERR_POLICY_DENIED, ERR_AUDIT_FULL
 */
export function linkUnder(state: LayerState, next: Gate, linking: Linking): Gate {
  const opened = state.targets.named(linking.target);
  if (opened === undefined) return next;
  const request: Request = { ...opened.request, action: "sym", resource: linking.symbol };
  permit(state, opened, request);
  const gate = state.auditor.hearsAll ? toldGate(next, state, opened, request) : next;
  const isRevocable = state.source.onReload === "revoke";
  return isRevocable ? revocableGate(gate, state, opened, request) : gate;
}

/** Calls of a linked function are allowed: that was decided. They are told before they begin, as some do not return. */
function toldGate(next: Gate, { auditor }: LayerState, opened: Opened, linked: Request): Gate {
  const request: Request = { ...linked, action: "call" };
  const ruling = rulingOf(opened.rules, request);
  const entry = entryOf(opened.rules.generation, request, ruling);
  return (...args) => {
    auditor.noted(entry);
    return next(...args);
  };
}
