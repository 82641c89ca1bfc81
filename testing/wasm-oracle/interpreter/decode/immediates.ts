/** What follows an opcode. */
import { Instruction, PREFIXES } from "./instruction.ts";
import type { FuncType } from "./model.ts";
import type { Reader } from "./reader.ts";
import { readBlockType, readValueType } from "./types.ts";

type Read = (reader: Reader, into: Instruction, types: readonly FuncType[]) => void;

export function readInstruction(reader: Reader, types: readonly FuncType[]): Instruction {
  const offset = reader.position;
  const byte = reader.byte();
  const prefix = PREFIXES[byte];
  const op = prefix === undefined ? byte : prefix + reader.u32();
  const instruction = new Instruction(op, offset);
  const read = reads[op];
  if (!read) throw new Error(`Unknown opcode 0x${op.toString(16)} at ${offset}.`);
  read(reader, instruction, types);
  return instruction;
}

const reads: Read[] = [];

function put(read: Read, first: number, last = first): void {
  for (let op = first; op <= last; op++) reads[op] = read;
}

const nothing: Read = () => {};

const one: Read = (reader, into) => {
  into.x = reader.u32();
};

const two: Read = (reader, into) => {
  into.x = reader.u32();
  into.y = reader.u32();
};

const byte: Read = (reader, into) => {
  into.x = reader.byte();
};

const block: Read = (reader, into, types) => {
  const type = readBlockType(reader, types);
  into.params = type.params.length;
  into.results = type.results.length;
};

const table: Read = (reader, into) => {
  const targets = reader.vector(() => reader.u32());
  into.list = [...targets, reader.u32()];
};

const types: Read = (reader) => {
  reader.vector(() => readValueType(reader));
};

/** x: the memory, value: the offset */
const memory: Read = (reader, into) => {
  const flags = reader.u32();
  if (flags & 64) into.x = reader.u32();
  into.value = reader.u64();
};

const lane: Read = (reader, into, types) => {
  memory(reader, into, types);
  into.y = reader.byte();
};

const bytes: Read = (reader, into) => {
  into.bytes = reader.take(16);
};

const tryTable: Read = (reader, into, types) => {
  block(reader, into, types);
  into.catches = reader.vector(() => {
    const kind = reader.byte();
    const tag = kind < 2 ? reader.u32() : undefined;
    return { tag, ref: (kind & 1) === 1, target: reader.u32() };
  });
};

put(nothing, 0x00, 0x01);
put(block, 0x02, 0x04);
put(nothing, 0x05);
put(block, 0x06);
put(one, 0x07, 0x09); // catch, throw, rethrow
put(nothing, 0x0a, 0x0b); // throw_ref, end
put(one, 0x0c, 0x0d);
put(table, 0x0e);
put(nothing, 0x0f);
put(one, 0x10);
put(two, 0x11);
put(one, 0x12);
put(two, 0x13);
put(one, 0x14, 0x15);
put(one, 0x18); // delegate
put(nothing, 0x19, 0x1b);
put(types, 0x1c);
put(tryTable, 0x1f);
put(one, 0x20, 0x26);
put(memory, 0x28, 0x3e);
put(one, 0x3f, 0x40);
put((reader, into) => {
  into.x = reader.s32();
}, 0x41);
put((reader, into) => {
  into.value = reader.s64();
}, 0x42);
put((reader, into) => {
  into.x = dataView(reader.take(4)).getInt32(0, true);
}, 0x43);
put((reader, into) => {
  into.value = dataView(reader.take(8)).getBigInt64(0, true);
}, 0x44);
put(nothing, 0x45, 0xc4);
put((reader) => void reader.s64(), 0xd0); // ref.null
put(nothing, 0xd1);
put(one, 0xd2);
put(nothing, 0xd3, 0xd4);
put(one, 0xd5, 0xd6);
put(nothing, 0x100, 0x107);
put(two, 0x108);
put(one, 0x109);
put(two, 0x10a);
put(one, 0x10b);
put(two, 0x10c);
put(one, 0x10d);
put(two, 0x10e);
put(one, 0x10f, 0x111);
put(memory, 0x200, 0x20b);
put(bytes, 0x20c, 0x20d);
put(nothing, 0x20e, 0x214);
put(byte, 0x215, 0x222);
put(nothing, 0x223, 0x253);
put(lane, 0x254, 0x25b);
put(memory, 0x25c, 0x25d);
put(nothing, 0x25e, 0x313);

function dataView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
