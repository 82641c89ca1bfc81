import type { Next, Opening, Recipe } from "@cofferdam/core";
import type { Library } from "@cofferdam/ffi";
import { PromotableLibrary } from "./promotable-library.js";

/**
 * Opens a library in this process, to be opened in a helper after a fault.
 *
 * @param openThere opens it there, at once
 */
export function openPromotable(
  opening: Opening<Library>,
  next: Next<Library>,
  openThere: (opening: Opening<Library>) => Library,
): Library | Promise<Library> {
  const there = { ...opening, sync: true, inner: opening.inner.map(withoutPromotion) };
  const promotable = (here: Library) => new PromotableLibrary(here, () => openThere(there));
  const here = next();
  return here instanceof Promise ? here.then(promotable) : promotable(here);
}

/** In the helper there is nowhere to go. */
function withoutPromotion(
  layer: Opening<Library>["inner"][number],
): Opening<Library>["inner"][number] {
  const { afterFault, recipe, ...rest } = layer;
  const kept =
    afterFault === "promote" || afterFault === undefined ? rest : { ...rest, afterFault };
  return recipe ? { ...kept, recipe: withoutOption(recipe) } : kept;
}

function withoutOption(recipe: Recipe): Recipe {
  const args = recipe.args.map((arg) => {
    if (typeof arg !== "object" || arg === null) return arg;
    const { afterFault, ...options } = arg as { afterFault?: unknown };
    return afterFault === "promote" ? options : arg;
  });
  return { ...recipe, args };
}
