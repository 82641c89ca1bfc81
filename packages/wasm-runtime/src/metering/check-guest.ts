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
  const refuse = (what: string) => new Reader(shape.bytes).refused(what);
  const { imports, exports, types, memories } = shape;
  const imported = imports.find(({ module }) => isReserved(module));
  if (imported !== undefined) {
    throw refuse(`Import ${JSON.stringify(imported.module)}, a name that is reserved`);
  }
  const exported = exports.find(({ name }) => isReserved(name));
  if (exported !== undefined) {
    throw refuse(`Export ${JSON.stringify(exported.name)}, a name that is reserved`);
  }
  if (!allow.gc && types.some(({ form }) => form !== "function")) {
    throw refuse(
      "Types of garbage collected objects, which `allow: { gc: true }` would let through",
    );
  }
  if (!allow.threads && memories.some(({ isShared }) => isShared)) {
    throw refuse("Shared memory, which `allow: { threads: true }` would let through");
  }
}

function isReserved(name: string): boolean {
  return name === RESERVED || name.startsWith(`${RESERVED}:`);
}
