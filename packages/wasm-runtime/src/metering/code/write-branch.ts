/** Branches to labels, which have the rewriter's blocks in between now. */
import { OP } from "../binary/opcode.js";
import { Reader } from "../binary/reader.js";
import { skipBlockType } from "../binary/types.js";
import type { FunctionWriter } from "./function-writer.js";

export function writeBranch(writer: FunctionWriter, at: number, depth: number): void {
  const moved = writer.labels.moved(depth);
  if (moved === depth) return;
  const reader = new Reader(writer.shape.bytes, at);
  if (reader.byte() === OP.PREFIX_GC) {
    reader.skipNumber(); // br_on_cast, or its opposite
    reader.byte(); // flags
  }
  const labelAt = reader.at;
  reader.skipNumber();
  writer.patch(labelAt, reader.at);
  writer.out.u32(moved);
}

export function writeBranchTable(writer: FunctionWriter, at: number, next: number): void {
  const { labels, out, shape } = writer;
  if (labels.depthOf(0) === 0) return;
  writer.patch(at + 1, next);
  const reader = new Reader(shape.bytes, at + 1);
  const count = reader.u32();
  out.u32(count);
  for (let rest = count; rest >= 0; rest--) out.u32(labels.moved(reader.u32()));
}

/** To where what has to be put right is. */
export function writeReturn(writer: FunctionWriter, at: number, next: number): void {
  if (!writer.isWrapped) return;
  writer.replace(at, next);
  writer.out.branch(OP.BR, writer.labels.moved(writer.labels.size));
}

export function writeThrow(writer: FunctionWriter, at: number, next: number, depth: number): void {
  if (writer.shape.bytes[at] !== OP.RETHROW) return;
  writer.replace(at, next);
  writer.out.branch(OP.RETHROW, writer.labels.moved(depth));
}

export function writeDelegate(
  writer: FunctionWriter,
  at: number,
  next: number,
  depth: number,
): void {
  writer.labels.close();
  writer.replace(at, next);
  writer.out.branch(OP.DELEGATE, writer.labels.moved(depth));
}

export function writeTryTable(writer: FunctionWriter, at: number, next: number): void {
  const { labels, out, shape } = writer;
  const reader = new Reader(shape.bytes, at + 1, next);
  skipBlockType(reader);
  const count = reader.u32();
  writer.patch(reader.at, next);
  for (let rest = count; rest > 0; rest--) {
    const code = reader.byte();
    out.byte(code);
    if (code < 2) out.u32(reader.u32()); // its tag
    out.u32(labels.moved(reader.u32()));
  }
  labels.open(0);
}
