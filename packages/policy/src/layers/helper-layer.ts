import type { IsolationLayer, Target } from "@cofferdam/core";
import { byOptions, realPath } from "./by-options.js";
import type { HelperOptions, LayerFactories } from "./factories.js";
import { helperOptions } from "./layer-options.js";
import type { Rules } from "./rules.js";

type MakeHelper = NonNullable<LayerFactories["processHelper"]>;

/** Helpers are confined as the manifest of their target says. */
export function helperLayer(rules: Rules, make: MakeHelper): IsolationLayer {
  const optionsOf = (target?: Target<unknown>): HelperOptions => {
    if (target === undefined) return helperOptions(rules, { kind: "library", target: "" });
    const isLibrary = target.kind === "library";
    const subject = isLibrary ? realPath(target) : target.name;
    return helperOptions(rules, { kind: isLibrary ? "library" : "module", target: subject });
  };
  return byOptions(make, optionsOf);
}
