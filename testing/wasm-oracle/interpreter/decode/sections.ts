/** One function per section, by its number in the binary. */
import { readCode, readExpression } from "./code.ts";
import { Instruction } from "./instruction.ts";
import type { Code, Data, Element, FuncType, Import, Kind, Module } from "./model.ts";
import type { Reader } from "./reader.ts";
import { readFuncType, readGlobalType, readLimits, readTableType, readValueType } from "./types.ts";

type Section = (reader: Reader, module: Module) => void;

const KINDS: readonly Kind[] = ["function", "table", "memory", "global", "tag"];

export const sections: Readonly<Record<number, Section>> = {
  1: (reader, module) => {
    module.types.push(...reader.vector(() => readFuncType(reader)));
  },
  2: (reader, module) => {
    module.imports.push(...reader.vector(() => readImport(reader, module.types)));
  },
  3: (reader, module) => {
    module.functions.push(...reader.vector(() => typeAt(reader, module)));
  },
  4: (reader, module) => {
    module.tables.push(...reader.vector(() => readTable(reader, module)));
  },
  5: (reader, module) => {
    module.memories.push(...reader.vector(() => readLimits(reader)));
  },
  6: (reader, module) => {
    const read = () => ({
      type: readGlobalType(reader),
      init: readExpression(reader, module.types),
    });
    module.globals.push(...reader.vector(read));
  },
  7: (reader, module) => {
    const read = () => ({ name: reader.name(), kind: kindAt(reader), index: reader.u32() });
    module.exports.push(...reader.vector(read));
  },
  8: (reader, module) => {
    module.start = reader.u32();
  },
  9: (reader, module) => {
    module.elements.push(...reader.vector(() => readElement(reader, module)));
  },
  10: (reader, module) => {
    let index = 0;
    const read = () => readCode(reader, module.types, module.functions[index++] as FuncType);
    module.codes.push(...reader.vector(read));
  },
  11: (reader, module) => {
    module.data.push(...reader.vector(() => readData(reader, module)));
  },
  13: (reader, module) => {
    module.tags.push(...reader.vector(() => tagAt(reader, module.types)));
  },
};

function typeAt(reader: Reader, module: Module): FuncType {
  return module.types[reader.u32()] as FuncType;
}

function tagAt(reader: Reader, types: readonly FuncType[]): FuncType {
  reader.byte();
  return types[reader.u32()] as FuncType;
}

function kindAt(reader: Reader): Kind {
  return KINDS[reader.byte()] as Kind;
}

function readImport(reader: Reader, types: readonly FuncType[]): Import {
  const names = { module: reader.name(), name: reader.name() };
  const kind = kindAt(reader);
  if (kind === "function") return { ...names, kind, type: types[reader.u32()] as FuncType };
  if (kind === "table") return { ...names, kind, table: readTableType(reader) };
  if (kind === "memory") return { ...names, kind, memory: readLimits(reader) };
  if (kind === "global") return { ...names, kind, global: readGlobalType(reader) };
  return { ...names, kind, type: tagAt(reader, types) };
}

function readTable(reader: Reader, module: Module): Module["tables"][number] {
  const withInit = reader.bytes[reader.position] === 0x40;
  if (withInit) reader.take(2);
  const type = readTableType(reader);
  return { type, init: withInit ? readExpression(reader, module.types) : undefined };
}

/** Bit 0: not active. Bit 1: a table index (or declarative). Bit 2: expressions instead of indices. */
function readElement(reader: Reader, module: Module): Element {
  const flags = reader.u32();
  const active = (flags & 1) === 0;
  const table = active && flags & 2 ? reader.u32() : 0;
  const offset = active ? readExpression(reader, module.types) : undefined;
  if (flags & 3) {
    if (flags & 4) readValueType(reader);
    else reader.byte();
  }
  const items = reader.vector(() => {
    return flags & 4 ? readExpression(reader, module.types) : functionItem(reader.u32());
  });
  const mode = active ? "active" : flags & 2 ? "declarative" : "passive";
  return { mode, table, offset, items };
}

function functionItem(index: number): Code {
  const refFunc = new Instruction(0xd2, 0);
  refFunc.x = index;
  return { instructions: [refFunc, new Instruction(0x0b, 0)], locals: 0, operands: 1, loops: 0 };
}

function readData(reader: Reader, module: Module): Data {
  const flags = reader.u32();
  const memory = flags === 2 ? reader.u32() : 0;
  const offset = flags === 1 ? undefined : readExpression(reader, module.types);
  return { memory, offset, bytes: reader.take(reader.u32()) };
}
