/** Decisions about one function, made from its declaration when it is linked. */
import { fail } from "@cofferdam/core";
import type { TypeObject } from "koffi";
import type { Declaration } from "./declaration.js";

/** Why a function must run on the stack that koffi calls it on; undefined: it need not. */
export function reasonInPlace(declared: Declaration): string | undefined {
  const reason = reasonNotSwitched(declared);
  if (reason !== undefined) return reason;
  // koffi makes the function pointer inside the call and runs it only on its own stack.
  const takesCallback = declared.parameters.some(({ type }) => holdsCallback(type));
  return takesCallback ? "it takes a callback" : undefined;
}

/** Why a function cannot be given a stack of its own at all; undefined: it can. */
export function reasonNotSwitched({ variadic }: Declaration): string | undefined {
  return variadic
    ? "it is variadic: how much of the caller's stack is arguments is not known"
    : undefined;
}

/**
 * Can the error be thrown natively? Not while koffi decodes an aggregate result that has arrays or unions:
 * with an exception pending it creates no buffer, and copies to where it would have been (3.3.4).
 *
 * @throws ERR_PROTOTYPE_UNSUPPORTED when koffi would read what a crashed call left half-written
 */
export function throwsNatively({ name, result, parameters }: Declaration): boolean {
  if (!isAggregate(result) || !(contains(result, "Array") || contains(result, "Union")))
    return true;
  const outputs = parameters.filter(({ direction }) => direction !== "Input");
  if (!outputs.some(({ type }) => type.ref !== undefined && holdsPointer(type.ref))) return false;
  throw fail(
    "ERR_PROTOTYPE_UNSUPPORTED",
    `Cannot guard ${name}: it returns an aggregate with arrays or unions by value, and koffi would ` +
      "decode pointers from its output parameters even after a crash. Declare those as input pointers " +
      "to a Buffer, and decode that.",
  );
}

function isAggregate({ primitive }: TypeObject): boolean {
  return primitive === "Record" || primitive === "Union";
}

/** Is the type a callback, or is one in what it is made of or points to? */
export function holdsCallback(type: TypeObject): boolean {
  return contains(type, "Callback");
}

/** Does the type, or what it is made of, hold a pointer? */
export function holdsPointer(type: TypeObject): boolean {
  return ["String", "String16", "String32", "Pointer"].some((name) => contains(type, name));
}

/** Does the type, or what it is made of or points to, include this primitive? */
function contains(type: TypeObject, primitive: string, seen: Set<TypeObject> = new Set()): boolean {
  if (type.primitive === primitive) return true;
  if (seen.has(type)) return false; // a struct may point to its own kind
  seen.add(type);
  const parts = [type.ref, ...Object.values(type.members ?? {}).map((member) => member.type)];
  return parts.some((part) => part !== undefined && contains(part, primitive, seen));
}
