import type { Auditor } from "./auditor.js";
import type { OpenTargets } from "./opened.js";
import type { RulesSource } from "./rules.js";

/** What the hooks of one policy layer share. */
export interface LayerState {
  readonly source: RulesSource;
  readonly auditor: Auditor;
  readonly targets: OpenTargets;
}
