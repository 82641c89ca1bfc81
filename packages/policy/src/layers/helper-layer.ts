import { posix } from "node:path";
import { realPathOf } from "@cofferdam/admission";
import type { IsolationLayer, Opening } from "@cofferdam/core";
import type { LayerFactories } from "./factories.js";
import { helperOptions } from "./layer-options.js";
import type { Rules } from "./rules.js";

type MakeHelper = NonNullable<LayerFactories["processHelper"]>;

/** Helpers are confined as the manifest of their target says: one layer for all those that say the same. */
export function helperLayer(rules: Rules, make: MakeHelper): IsolationLayer {
  const made = new Map<string, IsolationLayer>();
  const layerOf = (kind: "library" | "module", target: string): IsolationLayer => {
    const options = helperOptions(rules, { kind, target });
    const key = JSON.stringify(options);
    const layer = made.get(key) ?? make(options);
    made.set(key, layer);
    return layer;
  };
  return {
    ...layerOf("library", ""),
    open(opening, next) {
      const { open } = layerOf(...subject(opening));
      return open ? open(opening, next) : next();
    },
  };
}

/** As the policy knows the target: a library by its real path. */
function subject({ target }: Opening<unknown>): ["library" | "module", string] {
  if (target.kind !== "library") return ["module", target.name];
  const path = target.file?.path ?? target.name;
  if (!path.includes("/")) return ["library", path]; // the system's: no manifest has its path
  try {
    return ["library", realPathOf(posix.resolve(path)).realPath];
  } catch {
    return ["library", path]; // opening it says what is wrong
  }
}
