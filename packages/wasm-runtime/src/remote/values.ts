import { fail, show } from "@cofferdam/core";
import type { Value } from "./messages.js";

/** @throws ERR_WIRE_VALUE for what cannot be taken to another thread or process */
export function checkedValue(value: unknown, where: string): Value {
  if (isScalar(value) || value instanceof Uint8Array) return value as Value;
  if (Array.isArray(value) && value.every(isScalar)) return value as Value;
  throw fail(
    "ERR_WIRE_VALUE",
    `Expected numbers and texts for \`${where}\`, got ${show(value)}. ` +
      "References cannot be taken to where the module runs: open it without `worker`, and not in a helper.",
  );
}

export function isScalar(value: unknown): boolean {
  return value === null || !["object", "function", "symbol"].includes(typeof value);
}
