import type { Module } from "./model.ts";
import { Reader } from "./reader.ts";
import { sections } from "./sections.ts";

/** Decodes a module that V8 takes to be valid. Custom sections are passed over. */
export function decodeModule(bytes: Uint8Array): Module {
  const module: Module = {
    types: [],
    imports: [],
    functions: [],
    tables: [],
    memories: [],
    globals: [],
    tags: [],
    exports: [],
    start: undefined,
    elements: [],
    data: [],
    codes: [],
  };
  const reader = new Reader(bytes, 8);
  while (!reader.done) {
    const id = reader.byte();
    const length = reader.u32();
    const end = reader.position + length;
    sections[id]?.(new Reader(bytes, reader.position, end), module);
    reader.position = end;
  }
  return module;
}
