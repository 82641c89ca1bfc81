import { afterFaults } from "./after-fault.js";
import { OpenCompartment } from "./compartment.js";
import { fail, show } from "./errors.js";
import type { IsolationLayer, Next } from "./layer.js";
import type { Target } from "./target.js";

/**
 * Checks a list of layers: each one a layer, none twice, each inside of those it must be inside of.
 *
 * @returns a frozen copy
 * @throws ERR_LAYER_INVALID, ERR_LAYER_TWICE, ERR_LAYER_ORDER
 */
export function checkLayers(layers: readonly IsolationLayer[]): readonly IsolationLayer[] {
  if (!Array.isArray(layers)) {
    throw fail(
      "ERR_LAYER_INVALID",
      `Expected an array for \`layers\`, got ${show(layers)}. Write isolate([signals(), stack()]).`,
    );
  }
  layers.forEach(checkLayer);
  layers.forEach(checkOrder);
  return Object.freeze([...layers]);
}

function checkLayer(layer: IsolationLayer, index: number, layers: readonly IsolationLayer[]): void {
  if (typeof layer !== "object" || layer === null || !layer.name) {
    throw fail(
      "ERR_LAYER_INVALID",
      `Expected a layer at position ${index}, got ${show(layer)}. ` +
        "Call its factory: signals(), not signals.",
    );
  }
  if (layer.afterFault !== undefined && !afterFaults.includes(layer.afterFault)) {
    throw fail(
      "ERR_OPTION_RANGE",
      `Expected ${afterFaults.map((each) => `"${each}"`).join(", ")} for \`afterFault\` of ${layer.name}, ` +
        `got ${show(layer.afterFault)}. Omit it for "quarantine".`,
    );
  }
  const first = layers.findIndex(({ name }) => name === layer.name);
  if (first === index) return;
  throw fail(
    "ERR_LAYER_TWICE",
    `Expected each layer once, got ${layer.name} at positions ${first} and ${index}. Remove one.`,
  );
}

function checkOrder(layer: IsolationLayer, index: number, layers: readonly IsolationLayer[]): void {
  const late = layers.slice(index + 1).find(({ name }) => layer.inside?.includes(name));
  if (late === undefined) return;
  throw fail(
    "ERR_LAYER_ORDER",
    `Expected ${late.name} outside of ${layer.name}, got ${layer.name} first. ` +
      `Outermost comes first: put ${late.name} before ${layer.name} in the list.`,
  );
}

/** Takes a target through the layers, outermost first, to its own `load`. */
export function openThrough<Handle>(
  layers: readonly IsolationLayer[],
  target: Target<Handle>,
  sync: boolean,
): Handle | Promise<Handle> {
  const step = (index: number, target: Target<Handle>): Handle | Promise<Handle> => {
    const layer = layers[index];
    if (layer === undefined) return target.load(new OpenCompartment(target, layers));
    if (layer.open === undefined) return step(index + 1, target);
    const next = onceOnly<Handle>(layer, (other = target) => step(index + 1, other));
    const [outer, inner] = [layers.slice(0, index), layers.slice(index + 1)];
    const opening = { target, sync, outer, inner };
    return checkNext(layer, next, layer.open(opening, next.call));
  };
  return step(0, target);
}

interface CountedNext<Handle> {
  readonly call: Next<Handle>;
  readonly wasCalled: () => boolean;
}

function onceOnly<Handle>(layer: IsolationLayer, next: Next<Handle>): CountedNext<Handle> {
  let called = false;
  const call: Next<Handle> = (target) => {
    if (called) {
      throw fail(
        "ERR_LAYER_NEXT_TWICE",
        `Expected the layer ${layer.name} to call \`next\` once in \`open\`, got a second call. ` +
          "Keep what the first one returned.",
      );
    }
    called = true;
    return next(target);
  };
  return { call, wasCalled: () => called };
}

function checkNext<Handle>(
  layer: IsolationLayer,
  next: CountedNext<Handle>,
  result: Handle | Promise<Handle>,
): Handle | Promise<Handle> {
  const check = (handle: Handle): Handle => {
    if (next.wasCalled() || layer.moves) return handle;
    throw fail(
      "ERR_LAYER_NEXT_NEVER",
      `Expected the layer ${layer.name} to call \`next\` in \`open\`, got a result without it. ` +
        "Throw to refuse a target; set `moves: true` if the layer takes targets elsewhere.",
    );
  };
  return result instanceof Promise ? result.then(check) : check(result);
}
