/** The layers that an application gives to `policy.layers`, as far as they are installed with this command. */
import { fail } from "@cofferdam/core";
import { memory } from "@cofferdam/memory";
import type { LayerFactories } from "@cofferdam/policy";
import { processHelper } from "@cofferdam/process-helper";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { type LayerName, layerNames } from "./layer-names.js";

const all: Readonly<Required<Pick<LayerFactories, LayerName>>> = {
  processHelper,
  signals,
  deadline,
  stack,
  memory,
};

/** @param names default: all @throws ERR_OPTION_RANGE */
export function factories(names: readonly string[] = layerNames): LayerFactories {
  const unknown = names.find((name) => !(layerNames as readonly string[]).includes(name));
  if (unknown === undefined)
    return Object.fromEntries(names.map((name) => [name, all[name as LayerName]]));
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected some of ${layerNames.join(", ")} for \`--layers\`, got ${JSON.stringify(unknown)}.`,
  );
}
