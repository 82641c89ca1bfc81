// What the scripts here share. Each runs twice: "guarded" by our layers, and "bare", without any.
import { writeSync } from "node:fs";
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";

export const guarded = process.argv[2] === "guarded";
/** The script's own arguments. */
export const args = process.argv.slice(3);

/** A guest of the corpus; `options` are those of signals. */
export function open(name, options) {
  return openPath(libraryPath(name), options);
}

export function openPath(path, options) {
  const layers = guarded ? [signals({ afterFault: "continue", ...options }), stack()] : [];
  return isolate(layers).openSync(library(path));
}

/** `fault()` lets a guest write through a null pointer, and is true: bare scripts leave that out. */
export function faulting(options) {
  if (!guarded) return () => true;
  const write = open("null_write", options).func("int null_write(void)");
  return () => faultOf(write)?.name === "SIGSEGV";
}

/** The fault that the call ends in, if it does. */
export function faultOf(call) {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error.fault === undefined) throw error;
    return error.fault;
  }
}

/** How many of `count` calls are true. */
export function times(count, call) {
  let right = 0;
  for (let round = 0; round < count; round++) if (call()) right++;
  return right;
}

/** Tells the test; at once, whatever happens next. */
export function say(text) {
  writeSync(1, `${text}\n`);
}

export function report(value) {
  say(JSON.stringify(value));
}
