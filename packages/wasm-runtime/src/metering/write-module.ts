/** Puts the sections of a metered module together, in the order that they had. */
import { KIND, OP, SECTION, TYPE } from "./binary/opcode.js";
import { Reader } from "./binary/reader.js";
import { Writer } from "./binary/writer.js";
import type { Additions } from "./code/additions.js";
import { HOST_FUNCTION, RESERVED } from "./contract.js";
import { BRANCH_HINTS, type BranchHints } from "./module/branch-hints.js";
import { walkElements } from "./module/elements.js";
import { readGlobal, readTable } from "./module/entities.js";
import { skipExpression } from "./module/expression.js";
import { writeNames } from "./module/names.js";
import { placeOf, type Section } from "./module/read-sections.js";
import type { Export, Shape } from "./module/shape.js";

const changed: readonly number[] = [
  SECTION.TYPE,
  SECTION.IMPORT,
  SECTION.FUNCTION,
  SECTION.GLOBAL,
  SECTION.EXPORT,
  SECTION.CODE,
];

/** What was written anew. */
export interface Rewritten {
  /** Content of the code section, but for the number of functions. */
  readonly code: Writer;
  /** undefined: those that the module may have are left out. */
  readonly hints: BranchHints | undefined;
}

/**
 * @param exports on top of the module's own; their indices are the new ones
 */
export function writeModule(
  shape: Shape,
  additions: Additions,
  exports: readonly Export[],
  rewritten: Rewritten,
): Uint8Array<ArrayBuffer> {
  return new ModuleWriter(shape, additions, exports, rewritten).write();
}

class ModuleWriter {
  readonly #shape: Shape;
  readonly #additions: Additions;
  readonly #exports: readonly Export[];
  readonly #code: Writer;
  readonly #hints: BranchHints | undefined;
  readonly #out: Writer;
  #written = -1;

  constructor(
    shape: Shape,
    additions: Additions,
    exports: readonly Export[],
    { code, hints }: Rewritten,
  ) {
    this.#shape = shape;
    this.#additions = additions;
    this.#exports = exports;
    this.#code = code;
    this.#hints = hints;
    this.#out = new Writer(shape.bytes.length + code.size + 4096);
  }

  write(): Uint8Array<ArrayBuffer> {
    this.#out.copy(this.#shape.bytes, 0, 8);
    for (const section of this.#shape.sections) {
      if (section.id === SECTION.CUSTOM) this.#custom(section);
      else {
        this.#missing(placeOf(section.id));
        this.#section(section.id, section);
      }
    }
    this.#missing(placeOf(SECTION.DATA) + 1);
    return this.#out.done();
  }

  /** Sections that the module has not, and that stand before this place. */
  #missing(place: number): void {
    for (const id of changed) {
      if (placeOf(id) > this.#written && placeOf(id) < place) this.#section(id);
    }
  }

  #section(id: number, section?: Section): void {
    this.#written = placeOf(id);
    if (id === SECTION.START) return; // the host calls it
    const content = this.#content(id, section);
    if (content === undefined) {
      const { at, end } = section as Section;
      this.#raw(id, this.#shape.bytes, at, end);
    } else this.#raw(id, content.bytes, 0, content.size);
  }

  #raw(id: number, bytes: Uint8Array, from: number, to: number): void {
    this.#out.byte(id);
    this.#out.u32(to - from);
    this.#out.copy(bytes, from, to);
  }

  /** undefined: as it was. */
  #content(id: number, section: Section | undefined): Writer | undefined {
    const { types, functionTypes, globals } = this.#additions;
    switch (id) {
      case SECTION.TYPE:
        return this.#extended(section, types.length, (out) => {
          for (const type of types) out.append(type);
        });
      case SECTION.IMPORT:
        return this.#extended(section, 1, (out) => this.#host(out));
      case SECTION.FUNCTION:
        return this.#extended(section, functionTypes.length, (out) => {
          for (const type of functionTypes) out.u32(type);
        });
      case SECTION.GLOBAL:
        return this.#globals(section, globals.length);
      case SECTION.EXPORT:
        return this.#exportSection();
      case SECTION.ELEMENT:
        return this.#moving(section, walkElements);
      case SECTION.TABLE:
        return this.#moving(section, walkTables);
      case SECTION.CODE:
        return this.#codeSection();
    }
    return undefined;
  }

  /** With `more` items behind those that are there. */
  #extended(section: Section | undefined, more: number, write: (out: Writer) => void): Writer {
    const out = new Writer();
    const { bytes } = this.#shape;
    if (section === undefined) out.u32(more);
    else {
      const reader = new Reader(bytes, section.at, section.end);
      out.u32(reader.u32() + more);
      out.copy(bytes, reader.at, section.end);
    }
    write(out);
    return out;
  }

  #host(out: Writer): void {
    out.name(RESERVED);
    out.name(HOST_FUNCTION);
    out.byte(KIND.FUNCTION);
    out.u32(this.#additions.hostType);
  }

  #globals(section: Section | undefined, more: number): Writer {
    const moved = section && this.#moving(section, walkGlobals);
    const out = new Writer();
    const reader = new Reader(moved?.bytes ?? new Uint8Array(1), 0, moved?.size ?? 1);
    out.u32(reader.u32() + more);
    out.copy(reader.bytes, reader.at, reader.end);
    for (const { type, initial } of this.#additions.globals) {
      out.byte(type);
      out.byte(1); // mutable
      out.byte(type === TYPE.I64 ? OP.I64_CONST : OP.I32_CONST);
      out.s32(initial);
      out.byte(OP.END);
    }
    return out;
  }

  #exportSection(): Writer {
    const out = new Writer();
    const { exports } = this.#shape;
    out.u32(exports.length + this.#exports.length);
    for (const { name, kind, index } of exports) {
      const moved = kind === KIND.FUNCTION ? this.#additions.moved(index) : index;
      this.#export(out, { name, kind, index: moved });
    }
    for (const each of this.#exports) this.#export(out, each);
    return out;
  }

  #export(out: Writer, { name, kind, index }: Export): void {
    out.name(name);
    out.byte(kind);
    out.u32(index);
  }

  /** The section with new indices for the functions that it names. */
  #moving(section: Section | undefined, walk: typeof walkElements): Writer {
    const { at, end } = section as Section;
    const { bytes } = this.#shape;
    const out = new Writer(end - at + 256);
    let copied = at;
    walk(new Reader(bytes, at, end), (index, from, to) => {
      out.copy(bytes, copied, from);
      out.u32(this.#additions.moved(index));
      copied = to;
    });
    out.copy(bytes, copied, end);
    return out;
  }

  #codeSection(): Writer {
    const { functionTypes, bodies } = this.#additions;
    const out = new Writer(this.#code.size + bodies.size + 8);
    out.u32(this.#shape.bodies.length + functionTypes.length);
    out.append(this.#code);
    out.append(bodies);
    return out;
  }

  #custom({ at, end }: Section): void {
    const { bytes } = this.#shape;
    const reader = new Reader(bytes, at, end);
    const name = reader.name();
    const moved = (index: number) => this.#additions.moved(index);
    if (name === "name") this.#rewritten(writeNames(reader, moved));
    else if (name !== BRANCH_HINTS) this.#raw(SECTION.CUSTOM, bytes, at, end);
    else if (this.#hints !== undefined) this.#rewritten(this.#hints.write(moved));
  }

  #rewritten({ bytes, size }: Writer): void {
    this.#raw(SECTION.CUSTOM, bytes, 0, size);
  }
}

const WITH_VALUE = 0x40;

/** Tables may begin with a value other than null. */
function walkTables(
  reader: Reader,
  onFunction: (index: number, from: number, to: number) => void,
): void {
  for (let rest = reader.count(); rest > 0; rest--) {
    const hasValue = reader.peek() === WITH_VALUE;
    if (hasValue) reader.skip(2);
    readTable(reader, false);
    if (hasValue) skipExpression(reader, onFunction);
  }
}

function walkGlobals(
  reader: Reader,
  onFunction: (index: number, from: number, to: number) => void,
): void {
  for (let rest = reader.count(); rest > 0; rest--) {
    readGlobal(reader, false);
    skipExpression(reader, onFunction);
  }
}
