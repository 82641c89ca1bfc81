import type { FuncType, GlobalType, Limits, RefType, TableType, ValueType } from "./model.ts";
import type { Reader } from "./reader.ts";

const VALUE_TYPES: Readonly<Record<number, ValueType>> = {
  127: "i32",
  126: "i64",
  125: "f32",
  124: "f64",
  123: "v128",
  112: "funcref",
  111: "externref",
  105: "exnref",
};

export function readValueType(reader: Reader): ValueType {
  const byte = reader.byte();
  // (ref null? ht): typed references are told apart as far as the interpreter needs to
  if (byte === 0x63 || byte === 0x64) return heapType(reader);
  const type = VALUE_TYPES[byte];
  if (!type)
    throw new Error(`Unknown value type 0x${byte.toString(16)} at ${reader.position - 1}.`);
  return type;
}

function heapType(reader: Reader): ValueType {
  const type = reader.s32();
  return type >= 0 ? "funcref" : (VALUE_TYPES[type & 127] ?? "externref");
}

export function readFuncType(reader: Reader): FuncType {
  const form = reader.byte();
  if (form !== 0x60) throw new Error(`Unknown type form 0x${form.toString(16)}.`);
  const params = reader.vector(() => readValueType(reader));
  return { params, results: reader.vector(() => readValueType(reader)) };
}

export function readLimits(reader: Reader): Limits {
  const flags = reader.byte();
  const initial = Number(reader.u64());
  const maximum = flags & 1 ? Number(reader.u64()) : undefined;
  return { initial, maximum, wide: (flags & 4) !== 0 };
}

export function readTableType(reader: Reader): TableType {
  const element = readValueType(reader) as RefType;
  return { element, ...readLimits(reader) };
}

export function readGlobalType(reader: Reader): GlobalType {
  return { type: readValueType(reader), mutable: reader.byte() === 1 };
}

/** Of a block: an index of a type, one result, or nothing. */
export function readBlockType(reader: Reader, types: readonly FuncType[]): FuncType {
  const byte = reader.bytes[reader.position] as number;
  if (byte === 0x40) {
    reader.byte();
    return { params: [], results: [] };
  }
  if (byte > 0x40 && byte < 0x80) return { params: [], results: [readValueType(reader)] };
  return types[Number(reader.s64())] as FuncType;
}
