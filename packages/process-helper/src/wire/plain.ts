import { types } from "node:util";

/**
 * Are an object's own properties all that koffi would find? It takes any object for a struct, and reads its members
 * by name, inherited and computed ones too. So an object with methods can cross, but no Map, and none of koffi's own
 * unions and casts.
 */
export function isPlain(value: object): boolean {
  let prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype) return true;
  if (types.isExternal(value)) return false;
  while (prototype !== null && prototype !== Object.prototype) {
    if (!hasMethodsOnly(prototype)) return false;
    prototype = Object.getPrototypeOf(prototype);
  }
  return true;
}

function hasMethodsOnly(prototype: object): boolean {
  const properties = Object.getOwnPropertyDescriptors(prototype);
  // of another realm: all that is computed in it is __proto__
  const { __proto__: _own, ...others } = properties as Record<string, PropertyDescriptor>;
  return Object.values(others).every(({ value }) => typeof value === "function");
}
