export type Class = new (...args: unknown[]) => object;

/** The class of a resource; functions that are none have no methods, and cannot be constructed. */
export function isClass(value: unknown): value is Class {
  if (typeof value !== "function") return false;
  return Object.getOwnPropertyDescriptor(value, "prototype")?.writable === false;
}
