import { Reader } from "./binary/reader.js";
import { RESERVED } from "./contract.js";
import type { Shape } from "./module/shape.js";

/**
 * Refuses what a guest may not have: names that are the host's, and features that it was not allowed.
 *
 * @throws InvalidModuleError
 */
export function checkGuest(
  shape: Shape,
  allow: { readonly gc: boolean; readonly threads: boolean },
): void {
  const refuse = (what: string) => new Reader(shape.bytes).invalid(what);
  const { imports, exports, types, memories } = shape;
  const imported = imports.find(({ module }) => isReserved(module));
  if (imported !== undefined) {
    throw refuse(`Import ${JSON.stringify(imported.module)}, a name that is reserved, begins`);
  }
  const exported = exports.find(({ name }) => isReserved(name));
  if (exported !== undefined) {
    throw refuse(`Export ${JSON.stringify(exported.name)}, a name that is reserved, begins`);
  }
  if (!allow.gc && types.some(({ form }) => form !== "function")) {
    throw refuse("Garbage collected objects, which `allow: { gc: true }` would let through, begin");
  }
  if (!allow.threads && memories.some(({ isShared }) => isShared)) {
    throw refuse("Shared memory, which `allow: { threads: true }` would let through, begins");
  }
}

function isReserved(name: string): boolean {
  return name === RESERVED || name.startsWith(`${RESERVED}:`);
}
