import { checkKeys, fail, type Guard, type IsolationLayer, isolate } from "@cofferdam/core";
import { type AddonOptions, addon } from "./target.js";

export interface LoadAddonOptions extends AddonOptions {
  /** Outermost first, as for `isolate`. */
  readonly layers?: readonly IsolationLayer[];
  /** What `isolate` returned, in place of `layers`. */
  readonly guard?: Guard;
}

/**
 * The exports of an addon, guarded: `loadAddon("bcrypt", { layers: [signals()] })`. After a fault its
 * functions throw ERR_ISOLATION_QUARANTINED for good; to reopen it, open it with `guard.openSync(addon(…))`.
 *
 * @throws what `isolate`, `addon` and `openSync` throw
 */
// biome-ignore lint/suspicious/noExplicitAny: only the addon knows what it exports
export function loadAddon<Exports = any>(specifier: string, options: LoadAddonOptions): Exports {
  checkKeys(options, ["layers", "guard", "from"], "loadAddon");
  const { layers, guard, ...others } = options;
  return guardOf(layers, guard).openSync(addon<Exports>(specifier, others)).exports;
}

function guardOf(layers: LoadAddonOptions["layers"], guard: LoadAddonOptions["guard"]): Guard {
  if (guard !== undefined && layers === undefined) return guard;
  if (layers !== undefined && guard === undefined) return isolate(layers);
  throw fail(
    "ERR_OPTION_TYPE",
    "Expected either `layers` or `guard` for `loadAddon`, got " +
      `${guard ? "both" : "neither"}. Give for example { layers: [signals()] }.`,
  );
}
