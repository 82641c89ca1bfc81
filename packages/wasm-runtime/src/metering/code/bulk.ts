/** memory.fill and its like, as they stand in the module. */
import { MISC, OP, TYPE } from "../binary/opcode.js";
import { Reader } from "../binary/reader.js";
import type { Shape } from "../module/shape.js";
import type { CodeWriter } from "./code-writer.js";

/** What an instruction does, of the three operands to, from (or value), count. */
export interface Bulk {
  /** The instruction itself. */
  readonly bytes: Uint8Array;
  readonly parameters: readonly number[];
  /** Parameters with their types' bytes. */
  readonly wide: readonly [to: boolean, from: boolean, count: boolean];
  /** "fill": `from` is a value. "init": the module's own data, which is bounded by its size. */
  readonly does: "fill" | "copy" | "init";
  /** It copies within one memory or table. */
  readonly overlaps: boolean;
  readonly ofTable: boolean;
  /** Leaves how much there is where it writes, or reads. */
  readonly sizeTo: (code: CodeWriter) => void;
  readonly sizeFrom: (code: CodeWriter) => void;
}

/** The instruction at `at`. */
export function readBulk(shape: Shape, at: number): Bulk {
  const reader = new Reader(shape.bytes, at + 1);
  const code = reader.u32();
  const first = reader.u32();
  const isFill = code === MISC.MEMORY_FILL || code === MISC.TABLE_FILL;
  const second = isFill ? first : reader.u32();
  const isCopy = code === MISC.MEMORY_COPY || code === MISC.TABLE_COPY;
  const ofTable = code === MISC.TABLE_FILL || code === MISC.TABLE_COPY || code === MISC.TABLE_INIT;
  const kinds = ofTable ? shape.tables : shape.memories;
  const to = isCopy || isFill ? first : second; // of init, the segment comes first
  const wideTo = kinds[to]?.is64 ?? false;
  const wideFrom = isCopy ? (kinds[second]?.is64 ?? false) : false;
  const wideCount = isFill ? wideTo : isCopy && wideTo && wideFrom;
  const address = (wide: boolean) => (wide ? TYPE.I64 : TYPE.I32);
  const value = ofTable
    ? [...shape.bytes.subarray(...(shape.tables[to]?.type ?? [0, 0]))]
    : [TYPE.I32];
  return {
    bytes: shape.bytes.slice(at, reader.at),
    parameters: [address(wideTo), ...(isFill ? value : [address(wideFrom)]), address(wideCount)],
    wide: [wideTo, wideFrom, wideCount],
    does: isFill ? "fill" : isCopy ? "copy" : "init",
    overlaps: isCopy && first === second,
    ofTable,
    sizeTo: (code) => size(code, ofTable, to, wideTo),
    sizeFrom: (code) => size(code, ofTable, second, wideFrom),
  };
}

/** As an i64, in bytes or elements. */
function size(code: CodeWriter, ofTable: boolean, index: number, wide: boolean): void {
  if (ofTable) {
    code.op(OP.PREFIX_MISC);
    code.u32(MISC.TABLE_SIZE);
  } else code.op(OP.MEMORY_SIZE);
  code.u32(index);
  if (!wide) code.op(OP.I64_EXTEND_I32_U);
  if (ofTable) return;
  code.i64(16); // pages of 64 KiB
  code.op(OP.I64_SHL);
}
