import type { IsolationLayer } from "@cofferdam/core";
import { Auditor, type AuditSink } from "./auditor.js";
import { followFaults } from "./faults.js";
import { linkUnder } from "./link-under.js";
import { openUnder } from "./open-under.js";
import { OpenTargets } from "./opened.js";
import type { RulesSource } from "./rules.js";
import type { LayerState } from "./state.js";
import { useUnder } from "./use-under.js";

/** The outermost layer: asks the policy when a target is opened, a function linked, memory asked for. */
export function policyLayer(source: RulesSource, sink: AuditSink): IsolationLayer {
  const targets = new OpenTargets();
  const state: LayerState = { source, auditor: new Auditor(sink), targets };
  followFaults(state);
  return {
    name: "policy",
    open: (opening, next) => openUnder(state, opening, next),
    link: (next, linking) => linkUnder(state, next, linking),
    use: (use) => useUnder(state, use),
    status: () => ({ generation: source.current.generation, openTargets: targets.size }),
  };
}
