import { fail, type Gate, type Linking } from "@cofferdam/core";
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
  const opened = state.targets.find(linking);
  if (opened === undefined) throw strangerError(linking.target);
  const request: Request = { ...opened.request, action: "sym", resource: linking.symbol };
  permit(state, opened, request);
  if (request.kind === "addon") return next; // nobody can be put around its functions
  const gate = state.auditor.hearsAll ? toldGate(next, state, opened, request) : next;
  const isRevocable = state.source.onReload === "revoke";
  const own = isRevocable ? revocableGate(gate, state, opened, request) : gate;
  return linking.async && own !== next ? rejecting(own) : own;
}

/** What this policy was not asked about is not allowed by it. */
export function strangerError(target: string): Error {
  return fail(
    "ERR_POLICY_DENIED",
    `Expected a target that was opened under the policy, got ${target}, which was disposed or opened elsewhere. Open it again.`,
  );
}

/** Whoever awaits a call is told by its promise. */
function rejecting(gate: Gate): Gate {
  return (...args) => {
    try {
      return gate(...args);
    } catch (error) {
      return Promise.reject(error);
    }
  };
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
