import { MalformedError } from "../malformed.js";
import { Cursor } from "./cursor.js";

const MAGIC = Buffer.from("\0asm", "latin1");
const MODULE = 1;
const COMPONENT = 0x1_000d;
const CUSTOM = 0;

/** The sections of a module by their numbers, but for those that only tools read. */
export type Sections = ReadonlyMap<number, Cursor>;

/** @throws MalformedError */
export function sectionsOf(file: Buffer): Sections {
  const cursor = new Cursor(file);
  if (!cursor.take(4, "WebAssembly magic").equals(MAGIC)) {
    throw new MalformedError("No WebAssembly magic", 0);
  }
  checkVersion(cursor.take(4, "version").readUInt32LE());
  const sections = new Map<number, Cursor>();
  while (!cursor.isAtEnd) {
    const { at } = cursor;
    const id = cursor.byte("section");
    const content = cursor.part(cursor.u32("size of a section"), "whole section");
    if (id === CUSTOM) continue;
    if (sections.has(id)) throw new MalformedError(`Section ${id} once more`, at);
    sections.set(id, content);
  }
  return sections;
}

function checkVersion(version: number): void {
  if (version === MODULE) return;
  const what = version === COMPONENT ? "A component, which is no module" : "No known version";
  throw new MalformedError(what, 4);
}
