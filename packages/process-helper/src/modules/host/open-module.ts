/** Opens a module, or an addon, in a helper of its own. */
import { afterFaultOf, fail, movedCompartment, type Opening } from "@cofferdam/core";
import type { CheckedOptions } from "../../host/options.js";
import { layerRecipes, targetRecipe } from "../../host/recipes.js";
import { grantedFor } from "./granted.js";
import { HostedModule } from "./hosted-module.js";
import { Lives } from "./lives.js";

/** Opened by this: they have JavaScript to call. */
export function isModule({ kind }: { readonly kind: string }): boolean {
  return kind === "module" || kind === "addon";
}

/** @throws ERR_LAYER_NOT_PORTABLE, ERR_HELPER_UNAVAILABLE, ERR_HELPER_CONFINEMENT, and what importing it throws */
export async function openModule<Exports>(
  opening: Opening<unknown>,
  options: CheckedOptions,
): Promise<HostedModule<Exports>> {
  checkOpening(opening, options);
  const { outer, inner } = opening;
  const { name } = opening.target;
  const layers = layerRecipes(inner);
  const target = targetRecipe(opening.target);
  const read = options.confinement === false ? [] : grantedFor(target);
  const compartment = movedCompartment(opening.target, outer, afterFaultOf([...outer, ...inner]));
  const lives = new Lives({ name, target, layers, read, compartment, options });
  const parts = {
    compartment,
    counts: lives.counts,
    begin: () => lives.begin(),
    status: (life: Parameters<Lives["status"]>[0]) => lives.status(life),
  };
  return new HostedModule<Exports>(parts, await lives.begin());
}

/** @throws ERR_LAYER_PROMISE_IN_SYNC, ERR_LAYER_NOT_PORTABLE */
export function checkOpening({ sync, target }: Opening<unknown>, options: CheckedOptions): void {
  if (sync) throw syncError(target.name);
  checkPlace(target.name, options);
}

/** Another helper than the one that was named would be a surprise. @throws ERR_LAYER_NOT_PORTABLE */
function checkPlace(target: string, { socket, program }: CheckedOptions): void {
  if (socket === undefined && program === undefined) return;
  throw fail(
    "ERR_LAYER_NOT_PORTABLE",
    `Cannot open ${target} in a helper at a socket: modules have one of this package. Leave out \`socket\` and \`program\`.`,
  );
}

function syncError(target: string): Error {
  return fail(
    "ERR_LAYER_PROMISE_IN_SYNC",
    `Expected ${target} to be opened with \`await guard.open(…)\`: a module in a helper is imported, which takes its time.`,
  );
}
