import type { IsolationLayer } from "@cofferdam/core";
import { byOptions, realPath } from "./by-options.js";
import type { LayerFactories } from "./factories.js";
import type { Rules } from "./rules.js";
import { wasmLimits } from "./wasm-limits.js";
import { wasmWorld } from "./wasm-world.js";

type MakeWasm = NonNullable<LayerFactories["wasm"]>;

/** Modules have the limits of their manifests, and the world. */
export function wasmLayer(rules: Rules, make: MakeWasm): IsolationLayer {
  return byOptions(make, (target) => {
    const path = target === undefined ? "" : realPath(target);
    return { limits: wasmLimits(rules, path), wasi: wasmWorld(rules, path, process.env) };
  });
}
