import { type IsolationLayer, isolate } from "@cofferdam/core";
import { type Library, library } from "@cofferdam/ffi";
import { type MemoryOptions, memory } from "@cofferdam/memory";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { compileGuest } from "@cofferdam/testing/compile.ts";

/** A library in all layers. */
export function open(path: string, options: MemoryOptions = {}): Library {
  return openIn([signals({ afterFault: "continue" }), stack(), memory(options)], path);
}

export function openIn(layers: readonly IsolationLayer[], path: string): Library {
  return isolate(layers).openSync(library(path));
}

export function buffersGuest(): string {
  return compileGuest(new URL("guests/buffers.c", import.meta.url));
}

/** What `status()` says of the layer. */
export function figuresOf(library: Library): Readonly<Record<string, unknown>> {
  return library.status().layers.find(({ name }) => name === "memory") ?? {};
}
