import { type IsolationLayer, isolate } from "@cofferdam/core";
import { type Library, library } from "@cofferdam/ffi";
import { cLibrary } from "./c-library.js";

/** The C library in this process, within these layers. */
export function openHere(...layers: readonly IsolationLayer[]): Library {
  return isolate(layers).openSync(library(cLibrary));
}

/** A call that is good, if all is well. */
export function isWell(libc: Library): boolean {
  return libc.func("int abs(int number)")(-42) === 42;
}
