import { fail, show } from "@cofferdam/core";
import type { Value } from "./messages.js";

/** @throws ERR_WIRE_VALUE for what cannot be taken to another thread or process */
export function checkedValue(value: unknown, where: string): Value {
  if (isValue(value)) return value;
  throw fail(
    "ERR_WIRE_VALUE",
    `Expected numbers and texts for \`${where}\`, got ${show(value)}. ` +
      "References cannot be taken to where the module runs: open it without `worker`, and not in a helper.",
  );
}

export function isScalar(value: unknown): boolean {
  return value === null || !["object", "function", "symbol"].includes(typeof value);
}

export function isValue(value: unknown): value is Value {
  return (
    isScalar(value) ||
    value instanceof Uint8Array ||
    (Array.isArray(value) && value.every(isScalar))
  );
}
