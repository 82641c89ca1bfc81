import { checkLayers, openThrough } from "./compose.js";
import { checkAfterFault } from "./deciding-layer.js";
import { fail, show } from "./errors.js";
import { type OpenEvent, openChannel } from "./events.js";
import type { IsolationLayer } from "./layer.js";
import type { Target } from "./target.js";

/** A checked list of layers, ready to open targets. */
export interface Guard {
  /** Names, outermost first. */
  readonly layers: readonly string[];
  /** Opens a target inside the layers. */
  open<Handle>(target: Target<Handle>): Promise<Handle>;
  /** The same, at once. @throws ERR_LAYER_PROMISE_IN_SYNC when a layer or the target has to wait */
  openSync<Handle>(target: Target<Handle>): Handle;
}

/**
 * Stacks layers around whatever is opened later.
 *
 * @param layers outermost first
 * @throws ERR_LAYER_INVALID, ERR_LAYER_TWICE, ERR_LAYER_ORDER
 */
export function isolate(layers: readonly IsolationLayer[]): Guard {
  const checked = checkLayers(layers);
  const names = Object.freeze(checked.map(({ name }) => name));
  return Object.freeze({
    layers: names,
    async open<Handle>(target: Target<Handle>): Promise<Handle> {
      const event = prepare(target, checked, names);
      return openChannel.tracePromise(async () => openThrough(checked, target, false), event);
    },
    openSync<Handle>(target: Target<Handle>): Handle {
      const event = prepare(target, checked, names);
      return openChannel.traceSync(() => atOnce(openThrough(checked, target, true), target), event);
    },
  });
}

function prepare(
  target: Target<unknown>,
  layers: readonly IsolationLayer[],
  names: readonly string[],
): OpenEvent {
  if (typeof target?.load !== "function") {
    throw fail(
      "ERR_TARGET_INVALID",
      `Expected a target to open, got ${show(target)}. ` +
        'Make one first, for example library("./libparser.so").',
    );
  }
  layers.forEach(assertSupported);
  checkAfterFault(layers);
  return { kind: target.kind, target: target.name, layers: names };
}

function assertSupported(layer: IsolationLayer): void {
  const support = layer.probe?.();
  if (support === undefined || support.supported) return;
  throw fail(
    "ERR_UNSUPPORTED_PLATFORM",
    `The layer ${layer.name} cannot be used here: ${support.reason}`,
  );
}

function atOnce<Handle>(handle: Handle | Promise<Handle>, target: Target<Handle>): Handle {
  if (!(handle instanceof Promise)) return handle;
  // it is refused as a whole: its own failure tells nobody anything, and what was opened nobody uses
  handle.then(
    (opened) => (opened as Partial<Disposable> | undefined)?.[Symbol.dispose]?.(),
    () => {},
  );
  throw fail(
    "ERR_LAYER_PROMISE_IN_SYNC",
    `Expected ${target.name} to open at once, got a promise. Use \`await guard.open(…)\`.`,
  );
}
