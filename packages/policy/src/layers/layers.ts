import type { IsolationLayer } from "@cofferdam/core";
import type { AuditSink } from "./auditor.js";
import type { LayerFactories } from "./factories.js";
import { helperLayer } from "./helper-layer.js";
import { callTimeout, memoryOptions, signalsOptions, stackOptions } from "./layer-options.js";
import { policyLayer } from "./policy-layer.js";
import { relayed } from "./relayed.js";
import type { Rules, RulesSource } from "./rules.js";
import { wasmLayer } from "./wasm-layer.js";

/** The whole stack, outermost first: the policy itself, then each layer that there is a factory for. */
export function layersOf(
  source: RulesSource,
  factories: LayerFactories,
  sink: AuditSink,
): IsolationLayer[] {
  const made = makers(factories).map((make) => relayed(source, make));
  return [policyLayer(source, sink), ...made];
}

type Make = (rules: Rules) => IsolationLayer;

function makers(factories: LayerFactories): readonly Make[] {
  const { processHelper, signals, deadline, stack, memory, wasm } = factories;
  return [
    ...(processHelper ? [(rules: Rules) => helperLayer(rules, processHelper)] : []),
    ...(signals ? [(rules: Rules) => signals(signalsOptions(rules))] : []),
    ...(deadline ? [(rules: Rules) => deadline({ timeout: timeoutOf(rules) })] : []),
    ...(stack ? [(rules: Rules) => stack(stackOptions(rules))] : []),
    ...(memory ? [(rules: Rules) => memory(memoryOptions(rules))] : []),
    ...(wasm ? [(rules: Rules) => wasmLayer(rules, wasm)] : []),
  ];
}

/** In a helper, too: a library that is promoted is called in this process at first. */
function timeoutOf({ readings }: Rules): number {
  return callTimeout(readings)?.value ?? Number.POSITIVE_INFINITY;
}
