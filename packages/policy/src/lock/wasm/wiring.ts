import { MAX_SYMBOLS, MAX_TEXT_CHARACTERS } from "../limits.js";
import { MalformedError } from "../malformed.js";
import { Cursor } from "./cursor.js";
import { skipInitialValue } from "./initial-value.js";
import { type Sections, sectionsOf } from "./sections.js";
import { readTypes } from "./type-section.js";
import { globalType, memoryType, tableType, unknown } from "./types.js";

/**
 * What a module takes from its host, and gives it: `env.log: func(i32)`, `memory: memory 1 16`. A name that could be read in
 * two ways is in quotes. The module's code is not looked at, and nothing is validated: that is the engine's.
 */
export interface WasmWiring {
  readonly imports: readonly string[];
  readonly exports: readonly string[];
  /** All of them, imported or not: `memory 1 16` is of 1 to 16 pages, `table 10 funcref` of 10 elements. */
  readonly memories: readonly string[];
  readonly tables: readonly string[];
}

const SECTION = {
  types: 1,
  imports: 2,
  functions: 3,
  tables: 4,
  memories: 5,
  globals: 6,
  exports: 7,
  tags: 13,
};
const [FUNCTION, TABLE, MEMORY, GLOBAL, TAG] = [0, 1, 2, 3, 4];

/** Any bytes give a value, or a MalformedError. @throws MalformedError */
export function readWasmWiring(file: Buffer): WasmWiring {
  return new Reader(sectionsOf(file)).wiring();
}

class Reader {
  readonly #sections: Sections;
  readonly #types: readonly (string | undefined)[];
  /** Types of what there is of each kind, imported or not, by index. */
  readonly #kinds = new Map<number, string[]>(
    [FUNCTION, TABLE, MEMORY, GLOBAL, TAG].map((kind) => [kind, []]),
  );
  /** Types may be as long as the file, and there may be as many. */
  #rest = MAX_TEXT_CHARACTERS;

  constructor(sections: Sections) {
    this.#sections = sections;
    this.#types = readTypes(this.#section(SECTION.types));
  }

  wiring(): WasmWiring {
    const imports = this.#list(SECTION.imports, "imports", (section) => this.#import(section));
    this.#define(SECTION.functions, FUNCTION, (section) => this.#functionType(section));
    this.#define(SECTION.memories, MEMORY, memoryType);
    this.#define(SECTION.tags, TAG, (section) => this.#tagType(section));
    this.#define(SECTION.tables, TABLE, tableWithValue);
    this.#define(SECTION.globals, GLOBAL, globalWithValue);
    const exports = this.#list(SECTION.exports, "exports", (section) => this.#export(section));
    const typesOf = (kind: number) => this.#kinds.get(kind) as string[];
    return { imports, exports, memories: typesOf(MEMORY), tables: typesOf(TABLE) };
  }

  #section(id: number): Cursor {
    return this.#sections.get(id) ?? new Cursor(Buffer.from([0])); // as one that has nothing
  }

  #list(id: number, what: string, read: (section: Cursor) => string): readonly string[] {
    const section = this.#section(id);
    const found: string[] = [];
    for (const index of section.repeat(what)) {
      if (index === MAX_SYMBOLS) throw new MalformedError(`Too many ${what}`, section.at);
      const text = read(section);
      this.#rest -= text.length;
      if (this.#rest < 0) throw new MalformedError(`Too long ${what}`, section.at);
      found.push(text);
    }
    section.end(what);
    return found;
  }

  #import(section: Cursor): string {
    const name = `${moduleText(section.name())}.${nameText(section.name())}`;
    const { at } = section;
    const kind = section.byte("kind of an import");
    const type = this.#importedType(kind, section);
    if (type === undefined) throw unknown("kind of an import", kind, at);
    this.#kinds.get(kind)?.push(type);
    return `${name}: ${type}`;
  }

  #importedType(kind: number, section: Cursor): string | undefined {
    if (kind === FUNCTION) return this.#functionType(section);
    if (kind === TABLE) return tableType(section);
    if (kind === MEMORY) return memoryType(section);
    if (kind === GLOBAL) return globalType(section);
    return kind === TAG ? this.#tagType(section) : undefined;
  }

  #define(id: number, kind: number, read: (section: Cursor) => string): void {
    const section = this.#section(id);
    const types = this.#kinds.get(kind) as string[];
    for (const _ of section.repeat("definitions")) {
      if (types.length > MAX_SYMBOLS) throw new MalformedError("Too many definitions", section.at);
      types.push(read(section));
    }
    section.end("definitions");
  }

  #export(section: Cursor): string {
    const name = nameText(section.name());
    const { at } = section;
    const kind = section.byte("kind of an export");
    const index = section.u32("index of an export");
    const type = this.#kinds.get(kind)?.[index];
    if (type === undefined) throw new MalformedError("Nothing for an export", at);
    return `${name}: ${type}`;
  }

  #functionType(section: Cursor): string {
    return `func${this.#signature(section)}`;
  }

  #tagType(section: Cursor): string {
    section.byte("attribute");
    return `tag${this.#signature(section)}`;
  }

  #signature(section: Cursor): string {
    const { at } = section;
    const type = this.#types[section.u32("type")];
    if (type === undefined) throw new MalformedError("No such type of a function", at);
    return type;
  }
}

function globalWithValue(section: Cursor): string {
  const type = globalType(section);
  skipInitialValue(section);
  return type;
}

const WITH_VALUE = 0x40;

function tableWithValue(section: Cursor): string {
  if (section.peek("table") !== WITH_VALUE) return tableType(section);
  section.take(2, "table");
  const type = tableType(section);
  skipInitialValue(section);
  return type;
}

/** The first dot ends it. */
function moduleText(name: string): string {
  return /^[\w$@/:#-]+$/.test(name) ? name : JSON.stringify(name);
}

/** The first colon with a space behind it ends it. */
function nameText(name: string): string {
  return /^[\w$@/:#.-]+$/.test(name) ? name : JSON.stringify(name);
}
