/** Layers and targets, made in the helper as they were in the host. */
import { fail, type Recipe, show } from "@cofferdam/core";

/** @throws ERR_LAYER_NOT_PORTABLE, and what the function throws */
export async function makeAnew<T>({ module, export: name, args }: Recipe): Promise<T> {
  const namespace: Record<string, unknown> = await import(module);
  const make = Object.hasOwn(namespace, name) ? namespace[name] : undefined;
  if (typeof make === "function") return make(...args);
  throw fail(
    "ERR_LAYER_NOT_PORTABLE",
    `Expected a function ${name} of ${module}, got ${show(make)}. Correct the recipe of the layer or target.`,
  );
}
