// What the scripts here share.
import { writeSync } from "node:fs";
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { memory } from "@cofferdam/memory";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";

export const args = process.argv.slice(2);

/** A library in all layers. */
export function open(path) {
  const layers = [signals({ afterFault: "continue" }), stack(), memory()];
  return isolate(layers).openSync(library(path));
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

export function figures() {
  return memory().status();
}

/** Tells the test; at once, whatever happens next. */
export function report(value) {
  writeSync(1, `${JSON.stringify(value)}\n`);
}
