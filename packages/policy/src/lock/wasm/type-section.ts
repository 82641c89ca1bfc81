import { MAX_SYMBOLS, MAX_TEXT_CHARACTERS, MAX_TYPE_PARTS } from "../limits.js";
import { MalformedError } from "../malformed.js";
import type { Cursor } from "./cursor.js";
import { signature, unknown, valueType } from "./types.js";

const [FUNC, STRUCT, ARRAY, SUB, SUB_FINAL, GROUP] = [0x60, 0x5f, 0x5e, 0x50, 0x4f, 0x4e];

/** Signatures by index; undefined: the type is one of data, which nothing is imported or exported by. */
export function readTypes(section: Cursor): readonly (string | undefined)[] {
  const types: (string | undefined)[] = [];
  let rest = MAX_TEXT_CHARACTERS;
  for (const type of allTypes(section)) {
    rest -= type?.length ?? 0;
    if (types.length === MAX_SYMBOLS || rest < 0) {
      throw new MalformedError("Too many types", section.at);
    }
    types.push(type);
  }
  section.end("types");
  return types;
}

function* allTypes(section: Cursor): Iterable<string | undefined> {
  for (const _ of section.repeat("types")) {
    if (section.peek("type") !== GROUP) yield subType(section);
    else {
      section.byte("group");
      for (const _ of section.repeat("types of a group")) yield subType(section);
    }
  }
}

function subType(section: Cursor): string | undefined {
  const code = section.peek("type");
  if (code === SUB || code === SUB_FINAL) {
    section.byte("type");
    for (const _ of section.repeat("supertypes")) section.u32("supertype");
  }
  return compositeType(section);
}

function compositeType(section: Cursor): string | undefined {
  const { at } = section;
  const code = section.byte("type");
  if (code === FUNC) return signature(section);
  if (code === ARRAY) field(section);
  else if (code === STRUCT) fields(section);
  else throw unknown("form of a type", code, at);
  return undefined;
}

function fields(section: Cursor): void {
  for (const index of section.repeat("fields")) {
    if (index === MAX_TYPE_PARTS) throw new MalformedError("Too many fields", section.at);
    field(section);
  }
}

function field(section: Cursor): void {
  valueType(section);
  section.byte("mutability");
}
