import { posix } from "node:path";
import { realPathOf } from "@cofferdam/admission";
import type { IsolationLayer, Target } from "@cofferdam/core";

/**
 * A layer whose options depend on what is opened: there is one for all targets that have the same.
 *
 * @param optionsOf of a target; undefined: of one that the policy says nothing about
 */
export function byOptions<Options>(
  make: (options: Options) => IsolationLayer,
  optionsOf: (target?: Target<unknown>) => Options,
): IsolationLayer {
  const made = new Map<string, IsolationLayer>();
  const layerFor = (target?: Target<unknown>): IsolationLayer => {
    const options = optionsOf(target);
    const key = JSON.stringify(options);
    const layer = made.get(key) ?? make(options);
    made.set(key, layer);
    return layer;
  };
  return {
    ...layerFor(),
    open(opening, next) {
      const { open } = layerFor(opening.target);
      return open ? open(opening, next) : next();
    },
  };
}

/** As a policy knows a file; of what cannot be found, opening it says what is wrong. */
export function realPath({ file, name }: Target<unknown>): string {
  const path = file?.path ?? name;
  if (!path.includes("/")) return path; // a name that the system looks for: no manifest has its path
  try {
    return realPathOf(posix.resolve(path)).realPath;
  } catch {
    return path;
  }
}
