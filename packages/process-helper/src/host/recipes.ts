/** What the helper is to make anew: the target, and the layers that are listed after the one that moves it. */
import { fail, type IsolationLayer, type Recipe, type Target } from "@cofferdam/core";

/** @throws ERR_LAYER_NOT_PORTABLE */
export function layerRecipes(layers: readonly IsolationLayer[]): readonly Recipe[] {
  return layers.map(({ name, recipe }) => recipe ?? missing(`the layer ${name}`));
}

/** @throws ERR_LAYER_NOT_PORTABLE */
export function targetRecipe({ name, recipe }: Target<unknown>): Recipe {
  return recipe ?? missing(name);
}

function missing(what: string): never {
  throw fail(
    "ERR_LAYER_NOT_PORTABLE",
    `Cannot take ${what} to a helper: it has no \`recipe\` to be made anew there. ` +
      "List it before processHelper(), or give it one.",
  );
}
