/** Each key of a policy, and what enforces it here: a mechanism, how strong it is, and what proved it. */
import { fail } from "@cofferdam/core";
import { checkFactories, type LayerFactories } from "../layers/factories.js";
import type { Rules } from "../layers/rules.js";
import { type Rule, ruleText } from "../rule.js";
import { keyText } from "../toml/key-text.js";
import { type Demand, demandsOf } from "./demands.js";
import { type Mechanism, mechanismsOf, type Strength } from "./mechanism.js";
import { type Probes, probesOf } from "./probes.js";

export interface PlanRow {
  readonly key: string;
  readonly value: unknown;
  readonly rule: Rule;
  /** null: nothing here. */
  readonly by: PlannedMechanism | null;
  /** Where nothing enforces it: why, and what would. */
  readonly missing?: string;
  /** Where nothing enforces it, and the policy says that this is known: its reason. */
  readonly because?: string;
}

export interface PlannedMechanism {
  readonly layer: string;
  readonly mechanism: string;
  readonly strength: Strength;
  /** What showed that it holds on this machine. */
  readonly proof: string;
}

export interface Plan {
  readonly rows: readonly PlanRow[];
  /** Those that nothing enforces, and that no `unsafe_unenforced` is about. */
  readonly unenforced: readonly PlanRow[];
}

export function planOf({ readings, locks }: Rules, factories: LayerFactories): Plan {
  checkFactories(factories);
  const probes = probesOf(factories, readings);
  const rows = demandsOf(readings, locks.length > 0).flatMap((demand) => {
    const candidates = mechanismsOf(demand.path);
    return candidates === undefined ? [] : [rowOf(demand, candidates, probes)];
  });
  return {
    rows,
    unenforced: rows.filter(({ by, because }) => by === null && because === undefined),
  };
}

function rowOf(
  { reading, path, value }: Demand,
  candidates: readonly Mechanism[],
  probes: Probes,
): PlanRow {
  const key = keyText(path);
  const row = { key, value, rule: reading.rule(path) };
  const reasons: string[] = [];
  for (const mechanism of candidates) {
    const { layer, does, strength } = mechanism;
    const support = probes(mechanism, path);
    if (support.supported) {
      const proof = String(support.details?.proof ?? "it needs nothing of the machine");
      return { ...row, by: { layer, mechanism: does, strength, proof } };
    }
    reasons.push(support.reason);
  }
  return { ...row, by: null, missing: reasons.join("; or "), ...waiver(reading, key) };
}

function waiver(reading: Demand["reading"], key: string): { readonly because?: string } {
  const waivers = reading.given.unsafe_unenforced ?? [];
  const found = waivers.find((waiver) => waiver.key === key);
  return found === undefined ? {} : { because: found.because };
}

/** @throws ERR_POLICY_UNENFORCED, with all keys at once */
export function assertEnforced({ unenforced }: Plan): void {
  if (unenforced.length === 0) return;
  const lines = unenforced.map(({ rule, missing }) => `  ${ruleText(rule)}: ${missing}`);
  throw fail(
    "ERR_POLICY_UNENFORCED",
    `Nothing here enforces ${unenforced.length === 1 ? "a key" : "keys"} of the policy:\n${lines.join("\n")}\n` +
      "Give the layer, remove the key, or say in the policy that it is known: " +
      `unsafe_unenforced = [{ key = ${JSON.stringify(unenforced[0]?.key)}, because = "…" }].`,
  );
}
