import type { Target } from "@cofferdam/core";
import { importFrom } from "./import-from.js";

/** In the helper: the module itself as a target. */
export function imported(specifier: string, from: string): Target<{ readonly exports: unknown }> {
  return {
    kind: "module",
    name: specifier,
    load: async () => ({ exports: await importFrom(specifier, from) }),
  };
}
