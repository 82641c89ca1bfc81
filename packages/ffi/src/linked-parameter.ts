/** What layers may know of a parameter. */
import type { LinkedParameter } from "@cofferdam/core";
import type { Parameter } from "./declaration.js";

const POINTERS = ["Pointer", "String", "String16", "String32"];

export function linkedParameter({ type, direction, text }: Parameter): LinkedParameter {
  const pointer = POINTERS.includes(type.primitive);
  const readOnly = pointer && direction === "Input" && text !== undefined && pointsToConst(text);
  return { pointer, readOnly };
}

/**
 * Is what this parameter points to `const`? So in `const char *p` and `char const *p`; not in `char *const p`, whose
 * pointer itself is, nor in `const char **p`, which points to pointers that may be written. A type that hides its star
 * behind another name is taken as not const.
 */
function pointsToConst(parameter: string): boolean {
  const words: readonly string[] = parameter.match(/\w+|\*/g) ?? [];
  const last = words.lastIndexOf("*");
  if (last < 0) return false;
  const pointee = words.slice(0, last);
  return pointee.slice(pointee.lastIndexOf("*") + 1).includes("const");
}
