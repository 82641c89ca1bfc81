/** What a module is made of besides functions: tables, memories, globals and tags, imported or its own. */
import { TYPE } from "../binary/opcode.js";
import type { Reader } from "../binary/reader.js";
import { skipValueType, unknown } from "../binary/types.js";

/** How large a memory or table may be. */
export interface Limits {
  /** Pages, or elements. */
  readonly least: number;
  readonly most: number | undefined;
  readonly isShared: boolean;
  /** Addresses have 64 bits. */
  readonly is64: boolean;
}

export interface Memory extends Limits {
  readonly isImported: boolean;
}

export interface Table extends Limits {
  readonly isImported: boolean;
  /** Bytes of its elements' type. */
  readonly type: readonly [from: number, to: number];
}

export interface Global {
  readonly isImported: boolean;
  readonly isMutable: boolean;
  /** First byte of its type. */
  readonly type: number;
}

const [HAS_MOST, IS_SHARED, IS_64] = [1, 2, 4];

export function readLimits(reader: Reader): Limits {
  const start = reader.at;
  const flags = reader.byte();
  if (flags > 7) throw reader.invalid(unknown("form of limits", flags), start);
  return {
    least: reader.u64(),
    most: flags & HAS_MOST ? reader.u64() : undefined,
    isShared: (flags & IS_SHARED) !== 0,
    is64: (flags & IS_64) !== 0,
  };
}

export function readMemory(reader: Reader, isImported: boolean): Memory {
  return { ...readLimits(reader), isImported };
}

export function readTable(reader: Reader, isImported: boolean): Table {
  const from = reader.at;
  skipValueType(reader);
  const type = [from, reader.at] as const;
  return { ...readLimits(reader), isImported, type };
}

export function readGlobal(reader: Reader, isImported: boolean): Global {
  const type = skipValueType(reader);
  return { isImported, type, isMutable: reader.byte() === 1 };
}

/** @returns the index of its type */
export function readTag(reader: Reader): number {
  reader.byte(); // what it is for: exceptions
  return reader.u32();
}

/** Numbers, and references that JavaScript can hold: another instance can be given the same value. */
export function isReadable({ type }: Global): boolean {
  return type !== TYPE.V128 && type !== 0x69 && type !== 0x74; // neither exnref nor nullexnref
}
