import type { IsolationLayer } from "@cofferdam/core";
import type { Rules, RulesSource } from "./rules.js";

/**
 * A layer that is made anew when another policy has come: what is opened later is opened under that one. What is open keeps
 * the layer that it was opened in.
 *
 * @param make the layer under one policy
 */
export function relayed(
  source: RulesSource,
  make: (rules: Rules) => IsolationLayer,
): IsolationLayer {
  let made: { readonly rules: Rules; readonly layer: IsolationLayer } | undefined;
  const now = (): IsolationLayer => {
    const rules = source.current;
    if (made?.rules !== rules) made = { rules, layer: make(rules) };
    return made.layer;
  };
  const { name, inside, moves } = now();
  return {
    name,
    ...(inside && { inside }),
    ...(moves && { moves }),
    get afterFault() {
      return now().afterFault;
    },
    get recipe() {
      return now().recipe;
    },
    probe: () => now().probe?.() ?? { supported: true },
    native: () => now().native?.(),
    open(opening, next) {
      const layer = now();
      return layer.open ? layer.open(opening, next) : next();
    },
    link(next, linking) {
      const layer = now();
      return layer.link ? layer.link(next, linking) : next;
    },
    use: (use) => now().use?.(use),
    status: () => now().status?.() ?? {},
  } as IsolationLayer;
}
