/**
 * How koffi passes arguments and results on x86-64: System V psABI §3.2.3, as koffi implements it
 * (abi/x64sysv.cc). The caller's view is what counts: where koffi puts a value, the gate must look.
 */
import type { Shape } from "@cofferdam/core";
import type { TypeObject } from "koffi";

const EIGHTBYTE = 8;
/** Larger aggregates are always in memory. */
const MAX_CLASSIFIED_BYTES = 64;

/** Results that koffi makes a string of, by the bytes of a character. */
const textWidths: Readonly<Record<string, 1 | 2 | 4>> = { String: 1, String16: 2, String32: 4 };

type Class = "integer" | "sse" | "memory";

interface Registers {
  integer: number;
  sse: number;
}

/** The shape of a function. @param result its result type @param parameters its fixed parameters */
export function shapeOf(result: TypeObject, parameters: readonly TypeObject[]): Shape {
  const resultBytes = isInMemory(result, { integer: 2, sse: 2 }) ? result.size : 0;
  // An aggregate result in memory takes the first integer register for its address.
  const registers = { integer: resultBytes > 0 ? 5 : 6, sse: 8 };
  const stackBytes = parameters
    .filter((parameter) => isInMemory(parameter, registers))
    .reduce((bytes, { size }) => bytes + eightbytes(size) * EIGHTBYTE, 0);
  return { stackBytes, resultBytes, textWidth: textWidths[result.primitive] ?? 0 };
}

/** Takes the registers for a value; when there are too few it is passed in memory. */
function isInMemory(type: TypeObject, free: Registers): boolean {
  const classes = classify(type);
  if (classes.includes("memory") || eightbytes(type.size) > 2) return true;
  const count = (name: Class) => classes.filter((found) => found === name).length;
  const [integer, sse] = [count("integer"), count("sse")];
  if (integer > free.integer || sse > free.sse) return true;
  free.integer -= integer;
  free.sse -= sse;
  return false;
}

/** The class of each eightbyte of a value. */
function classify(type: TypeObject): readonly Class[] {
  const classes: Class[] = [];
  addClasses(classes, type, 0);
  return classes;
}

function addClasses(classes: Class[], type: TypeObject, offset: number): void {
  if (type.primitive === "Void") return;
  if (!["Record", "Union", "Array"].includes(type.primitive)) {
    merge(classes, offset, type.primitive.startsWith("Float") ? "sse" : "integer");
  } else if (type.size > MAX_CLASSIFIED_BYTES) {
    merge(classes, offset, "memory");
  } else {
    addMembers(classes, type, offset);
  }
}

function addMembers(classes: Class[], type: TypeObject, offset: number): void {
  if (type.primitive === "Array") {
    const { ref, size } = type as TypeObject & { ref: TypeObject };
    for (let at = 0; at < size; at += ref.size) addClasses(classes, ref, offset + at);
    return;
  }
  for (const member of Object.values(type.members ?? {})) {
    addClasses(classes, member.type, offset + member.offset);
  }
}

/** psABI §3.2.3 step 4: memory wins over integer, integer over sse. */
function merge(classes: Class[], offset: number, name: Class): void {
  const index = Math.floor(offset / EIGHTBYTE);
  const ranks: readonly Class[] = ["sse", "integer", "memory"];
  const known = classes[index];
  classes[index] = known && ranks.indexOf(known) > ranks.indexOf(name) ? known : name;
}

function eightbytes(size: number): number {
  return Math.ceil(size / EIGHTBYTE);
}
