import type { IsolationLayer } from "@cofferdam/core";
import { byOptions, realPath } from "./by-options.js";
import type { LayerFactories } from "./factories.js";
import type { Rules } from "./rules.js";
import { wasmLimits } from "./wasm-limits.js";

type MakeWasm = NonNullable<LayerFactories["wasm"]>;

/** Modules have the limits of their manifests. */
export function wasmLayer(rules: Rules, make: MakeWasm): IsolationLayer {
  return byOptions(make, (target) => ({
    limits: wasmLimits(rules, target === undefined ? "" : realPath(target)),
  }));
}
