// What the scripts here share.
import { readFileSync, writeSync } from "node:fs";
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";

export const args = process.argv.slice(2);

/** A guest of the corpus, on stacks of `size`. */
export function open(name, size) {
  return openPath(libraryPath(name), size);
}

export function openPath(path, size) {
  const layers = [signals({ afterFault: "continue" }), stack(size === undefined ? {} : { size })];
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

/** What `status()` says of the stacks of a library. */
export function stacksOf(library) {
  return library.status().layers.find(({ name }) => name === "stack");
}

/** Resident bytes of each stack of `bytes`, on all threads: the readable mappings of just this size. */
export function residentStacks(bytes) {
  const mappings = readFileSync("/proc/self/smaps", "utf8").split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m);
  return mappings
    .filter((text) => / rw-p /.test(text) && kilobytes(text, "Size") === bytes / 1024)
    .map((text) => kilobytes(text, "Rss") * 1024);
}

function kilobytes(mapping, field) {
  return Number(new RegExp(`^${field}: +(\\d+) kB$`, "m").exec(mapping)?.[1]);
}

/** How many of `count` calls are true. */
export function times(count, call) {
  let right = 0;
  for (let round = 0; round < count; round++) if (call(round)) right++;
  return right;
}

/** Tells the test; at once, whatever happens next. */
export function report(value) {
  writeSync(1, `${JSON.stringify(value)}\n`);
}
