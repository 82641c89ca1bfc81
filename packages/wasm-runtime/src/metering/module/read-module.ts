import { KIND, SECTION } from "../binary/opcode.js";
import { Reader } from "../binary/reader.js";
import { unknown } from "../binary/types.js";
import type { Caps } from "../limits.js";
import {
  type Global,
  type Memory,
  readGlobal,
  readMemory,
  readTable,
  readTag,
  type Table,
} from "./entities.js";
import { skipExpression } from "./expression.js";
import { readSections, type Section } from "./read-sections.js";
import type { Body, Export, Import, Shape } from "./shape.js";
import { type DefinedType, readTypes } from "./types.js";

/** Reads what a module is made of; its instructions are not looked at. @throws InvalidModuleError */
export function readModule(bytes: Uint8Array, caps: Caps): Shape {
  if (bytes.length > caps.moduleBytes) {
    throw new Reader(bytes).refused(`More than ${caps.moduleBytes} bytes`);
  }
  // a Buffer's methods are slower, and code that sees both kinds is, too
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  return new ModuleReader(plain, caps).shape();
}

class ModuleReader {
  readonly #bytes: Uint8Array;
  readonly #caps: Caps;
  readonly #sections: readonly Section[];
  readonly #imports: Import[] = [];
  readonly #functionTypes: number[] = [];
  readonly #tables: Table[] = [];
  readonly #memories: Memory[] = [];
  readonly #globals: Global[] = [];
  readonly #tagTypes: number[] = [];
  readonly #valueFunctions: number[] = [];

  constructor(bytes: Uint8Array, caps: Caps) {
    this.#bytes = bytes;
    this.#caps = caps;
    this.#sections = readSections(bytes);
  }

  shape(): Shape {
    const types = this.#types();
    this.#list(SECTION.IMPORT, "imports", this.#caps.imports, (reader) => this.#import(reader));
    const importedFunctions = this.#functionTypes.length;
    this.#define();
    const exports = this.#list(SECTION.EXPORT, "exports", this.#caps.exports, readExport);
    const bodies = this.#bodies(this.#functionTypes.length - importedFunctions);
    this.#checkTypes(types);
    return {
      bytes: this.#bytes,
      sections: this.#sections,
      types,
      imports: this.#imports,
      exports,
      functionTypes: this.#functionTypes,
      importedFunctions,
      tables: this.#tables,
      memories: this.#memories,
      globals: this.#globals,
      tagTypes: this.#tagTypes,
      start: this.#section(SECTION.START)?.u32(),
      valueFunctions: this.#valueFunctions,
      bodies,
    };
  }

  #types(): readonly DefinedType[] {
    const section = this.#section(SECTION.TYPE);
    return section === undefined ? [] : readTypes(section, this.#caps);
  }

  #define(): void {
    const { functions, tables, memories, globals } = this.#caps;
    const types = this.#functionTypes;
    this.#into(types, SECTION.FUNCTION, "functions", functions, (reader) => reader.u32());
    this.#into(this.#tables, SECTION.TABLE, "tables", tables, (reader) => this.#table(reader));
    this.#into(this.#memories, SECTION.MEMORY, "memories", memories, (reader) =>
      readMemory(reader, false),
    );
    this.#into(this.#tagTypes, SECTION.TAG, "tags", globals, readTag);
    this.#into(this.#globals, SECTION.GLOBAL, "globals", globals, (reader) => this.#global(reader));
  }

  #table(reader: Reader): Table {
    if (reader.peek() !== WITH_VALUE) return readTable(reader, false);
    reader.skip(2);
    const table = readTable(reader, false);
    this.#value(reader);
    return table;
  }

  #global(reader: Reader): Global {
    const global = readGlobal(reader, false);
    this.#value(reader);
    return global;
  }

  #value(reader: Reader): void {
    skipExpression(reader, (index) => this.#valueFunctions.push(index));
  }

  #import(reader: Reader): Import {
    const [module, name] = [reader.name(), reader.name()];
    const start = reader.at;
    const kind = reader.byte();
    const index = this.#importOf(kind, reader);
    if (index === undefined) throw reader.invalid(unknown("kind of an import", kind), start);
    const entry = { module, name, kind, index };
    this.#imports.push(entry);
    return entry;
  }

  #importOf(kind: number, reader: Reader): number | undefined {
    if (kind === KIND.FUNCTION) return this.#functionTypes.push(reader.u32()) - 1;
    if (kind === KIND.TABLE) return this.#tables.push(readTable(reader, true)) - 1;
    if (kind === KIND.MEMORY) return this.#memories.push(readMemory(reader, true)) - 1;
    if (kind === KIND.GLOBAL) return this.#globals.push(readGlobal(reader, true)) - 1;
    return kind === KIND.TAG ? this.#tagTypes.push(readTag(reader)) - 1 : undefined;
  }

  #bodies(expected: number): readonly Body[] {
    const { functionBytes } = this.#caps;
    const most = this.#caps.functions;
    const bodies = this.#list(SECTION.CODE, "functions", most, (reader): Body => {
      const start = reader.at;
      const { at, end } = reader.part(reader.u32());
      if (end - at > functionBytes) {
        throw reader.refused(`Function of more than ${functionBytes} bytes`, start);
      }
      return { at, end };
    });
    if (bodies.length === expected) return bodies;
    const at = this.#section(SECTION.CODE)?.at ?? this.#bytes.length;
    throw new Reader(this.#bytes).invalid(
      `Expected ${expected} functions with instructions, got ${bodies.length}`,
      at,
    );
  }

  #checkTypes(types: readonly DefinedType[]): void {
    const wrong = [...this.#functionTypes, ...this.#tagTypes].find(
      (type) => types[type]?.form !== "function",
    );
    if (wrong === undefined) return;
    throw new Reader(this.#bytes).invalid(`Function of type ${wrong}, which is no function's`);
  }

  #section(id: number): Reader | undefined {
    const section = this.#sections.find((each) => each.id === id);
    return section && new Reader(this.#bytes, section.at, section.end);
  }

  #into<T>(list: T[], id: number, what: string, most: number, read: (reader: Reader) => T): void {
    for (const each of this.#list(id, what, most, read)) list.push(each);
    if (list.length > most) throw new Reader(this.#bytes).refused(`More than ${most} ${what}`);
  }

  #list<T>(id: number, what: string, most: number, read: (reader: Reader) => T): readonly T[] {
    const reader = this.#section(id);
    if (reader === undefined) return [];
    const start = reader.at;
    const count = reader.count();
    if (count > most) throw reader.refused(`More than ${most} ${what}`, start);
    const list: T[] = [];
    for (let rest = count; rest > 0; rest--) list.push(read(reader));
    reader.finish(`the section of ${what}`);
    return list;
  }
}

const WITH_VALUE = 0x40;

function readExport(reader: Reader): Export {
  const name = reader.name();
  const start = reader.at;
  const kind = reader.byte();
  if (kind > KIND.TAG) throw reader.invalid(unknown("kind of an export", kind), start);
  return { name, kind, index: reader.u32() };
}
