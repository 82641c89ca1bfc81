/** The "name" section (specification, appendix "Custom Sections"). */

import { InvalidModuleError } from "../binary/invalid-module.js";
import type { Reader } from "../binary/reader.js";
import { Writer } from "../binary/writer.js";

const [FUNCTION_NAMES, LOCAL_NAMES, LABEL_NAMES] = [1, 2, 3];

/**
 * With new indices for functions. What cannot be read, which engines ignore, is left out.
 *
 * @param reader behind the section's name
 */
export function writeNames(reader: Reader, moved: (index: number) => number): Writer {
  const out = new Writer(reader.end - reader.at + 1024);
  out.name("name");
  try {
    while (!reader.isAtEnd) {
      const id = reader.byte();
      const part = reader.part(reader.u32());
      const written = partOf(id, part, moved);
      out.byte(id);
      out.u32(written.size);
      out.append(written);
    }
  } catch (error) {
    if (!(error instanceof InvalidModuleError)) throw error;
  }
  return out;
}

function partOf(id: number, part: Reader, moved: (index: number) => number): Writer {
  const out = new Writer(part.end - part.at + 256);
  if (id === FUNCTION_NAMES || id === LOCAL_NAMES || id === LABEL_NAMES) {
    const count = part.count();
    out.u32(count);
    for (let rest = count; rest > 0; rest--) {
      out.u32(moved(part.u32()));
      const from = part.at;
      if (id === FUNCTION_NAMES) part.skip(part.u32());
      else skipNames(part);
      out.copy(part.bytes, from, part.at);
    }
    part.finish("names");
  } else out.copy(part.bytes, part.at, part.end);
  return out;
}

function skipNames(reader: Reader): void {
  for (let rest = reader.count(); rest > 0; rest--) {
    reader.u32();
    reader.skip(reader.u32());
  }
}

/** Names of functions by their index. @param reader behind the section's name */
export function readFunctionNames(reader: Reader): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  try {
    while (!reader.isAtEnd) {
      const id = reader.byte();
      const part = reader.part(reader.u32());
      if (id !== FUNCTION_NAMES) continue;
      for (let rest = part.count(); rest > 0; rest--) names.set(part.u32(), part.name());
    }
  } catch (error) {
    if (!(error instanceof InvalidModuleError)) throw error;
  }
  return names;
}
