import type { IsolationLayer, Next, Opening, Recipe } from "@cofferdam/core";
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
  const there = {
    ...opening,
    sync: true,
    outer: opening.outer.map(withoutDisposal),
    inner: opening.inner.map(withoutPromotion),
  };
  const promotable = (here: Library) => new PromotableLibrary(here, () => openThere(there));
  const here = next();
  return here instanceof Promise ? here.then(promotable) : promotable(here);
}

/** What is disposed in both processes is one target: the library in this one tells of it. */
function withoutDisposal(layer: IsolationLayer): IsolationLayer {
  const { name, afterFault, link, status, use } = layer;
  if (!use) return layer;
  return {
    name,
    ...(afterFault && { afterFault }),
    ...(link && { link: link.bind(layer) }),
    ...(status && { status: status.bind(layer) }),
    use: (told) => (told.action === "dispose" ? undefined : use.call(layer, told)),
  };
}

/** In the helper there is nowhere to go. */
function withoutPromotion(layer: IsolationLayer): IsolationLayer {
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
