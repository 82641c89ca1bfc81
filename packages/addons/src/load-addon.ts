import { checkKeys, fail, type Guard, type IsolationLayer, isolate, show } from "@cofferdam/core";
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
  checkOptions(options);
  const { layers, guard, ...others } = options;
  return guardOf(layers, guard).openSync(addon<Exports>(specifier, others)).exports;
}

function checkOptions(options: LoadAddonOptions): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw fail(
      "ERR_OPTION_TYPE",
      "Expected an object with `layers` or `guard` for the options of `loadAddon`, " +
        `got ${show(options)}. ${EXAMPLE}`,
    );
  }
  checkKeys(options, ["layers", "guard", "from"], "loadAddon");
}

const EXAMPLE = "Give for example { layers: [signals()] }.";

function guardOf(layers: LoadAddonOptions["layers"], guard: LoadAddonOptions["guard"]): Guard {
  if (guard === undefined && layers !== undefined) return isolate(layers);
  if (layers !== undefined || guard === undefined) {
    throw fail(
      "ERR_OPTION_TYPE",
      "Expected either `layers` or `guard` for `loadAddon`, got " +
        `${guard === undefined ? "neither" : "both"}. ${EXAMPLE}`,
    );
  }
  if (typeof guard?.openSync === "function") return guard;
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected what \`isolate\` returned for \`guard\`, got ${show(guard)}. ` +
      "Give for example isolate([signals()]).",
  );
}
