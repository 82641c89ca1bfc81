/**
 * Output parameters that hold pointers. koffi decodes them when the call has ended, also after a fault, and would
 * follow what a crashed call left half-written: it gets a Buffer, and we decode that after a good end.
 */

import { types as nodeTypes } from "node:util";
import { fail } from "@cofferdam/core";
import koffi, { type TypeObject } from "koffi";
import { type Declaration, directed, type Parameter } from "./declaration.js";
import { holdsPointer } from "./placement.js";

const types = new WeakMap<Declaration, TypeObject>();

/** The prototype to call with: such parameters are plain pointers in it. @throws ERR_PROTOTYPE_UNSUPPORTED */
export function asyncType(declared: Declaration): TypeObject {
  const known = types.get(declared);
  if (known !== undefined) return known;
  const { name, result, parameters } = declared;
  if (parameters.some((one) => isDeferred(one) && one.direction === "Input/Output")) {
    throw inOutError(name);
  }
  const type = parameters.some(isDeferred)
    ? koffi.proto(
        result,
        parameters.map((one) => (isDeferred(one) ? koffi.type("void *") : directed(one))),
      )
    : declared.type;
  types.set(declared, type);
  return type;
}

/** An output that is decoded after the call. */
export interface DeferredOutput {
  /** What koffi is given. */
  readonly memory: Buffer;
  /** Fills what the caller gave. */
  readonly decode: () => void;
}

/** Undefined where koffi can be given the argument as it is. */
export function deferredOutput(
  parameter: Parameter,
  argument: unknown,
): DeferredOutput | undefined {
  if (!isDeferred(parameter) || !isContainer(argument)) return undefined;
  const { ref } = parameter.type as TypeObject & { ref: TypeObject };
  const isArray = Array.isArray(argument) && ref.primitive !== "Array";
  const count = isArray ? argument.length : 1;
  const memory = Buffer.alloc(ref.size * count);
  const decode = () =>
    Object.assign(argument, isArray ? koffi.decode(memory, ref, count) : koffi.decode(memory, ref));
  return { memory, decode };
}

/** Does koffi get a Buffer for it? */
export function isDeferred({ direction, type }: Parameter): boolean {
  return direction !== "Input" && type.ref !== undefined && holdsPointer(type.ref);
}

/** What koffi reads or fills in by itself; anything else is memory, or a pointer to it. */
export function isContainer(argument: unknown): argument is object {
  return typeof argument === "object" && argument !== null && !isMemory(argument);
}

function isMemory(value: object): boolean {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer || nodeTypes.isExternal(value);
}

function inOutError(name: string): Error {
  return fail(
    "ERR_PROTOTYPE_UNSUPPORTED",
    `Cannot call ${name} asynchronously: koffi would decode the pointers in its _Inout_ parameter even after a ` +
      "crash. Declare that as an input pointer to a Buffer, and decode the Buffer.",
  );
}
