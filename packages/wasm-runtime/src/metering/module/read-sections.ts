import { SECTION } from "../binary/opcode.js";
import { Reader } from "../binary/reader.js";
import { unknown } from "../binary/types.js";

/** One section as it stands in the file. */
export interface Section {
  readonly id: number;
  /** Offset of its content. */
  readonly at: number;
  readonly end: number;
}

const COMPONENT = 0x1_000d;
/** The order that they stand in, custom ones anywhere (specification, §5.5.2). */
const order: readonly number[] = [
  SECTION.TYPE,
  SECTION.IMPORT,
  SECTION.FUNCTION,
  SECTION.TABLE,
  SECTION.MEMORY,
  SECTION.TAG,
  SECTION.GLOBAL,
  SECTION.EXPORT,
  SECTION.START,
  SECTION.ELEMENT,
  SECTION.DATA_COUNT,
  SECTION.CODE,
  SECTION.DATA,
];

/** Where a section stands among the others. */
export function placeOf(id: number): number {
  return order.indexOf(id);
}

/** All sections, in their order, custom ones too. @throws InvalidModuleError */
export function readSections(bytes: Uint8Array): readonly Section[] {
  const reader = new Reader(bytes);
  checkHeader(reader);
  const sections: Section[] = [];
  let last = -1;
  while (!reader.isAtEnd) {
    const start = reader.at;
    const id = reader.byte();
    const { at, end } = reader.part(reader.u32());
    sections.push({ id, at, end });
    if (id === SECTION.CUSTOM) continue;
    const place = placeOf(id);
    if (place < 0) throw reader.invalid(unknown("section", id), start);
    if (place <= last) throw reader.invalid("Section that is out of order, or there twice", start);
    last = place;
  }
  return sections;
}

function checkHeader(reader: Reader): void {
  const { bytes } = reader;
  const isWasm = bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;
  if (bytes.length < 8 || !isWasm) throw reader.invalid("No WebAssembly module", 0);
  reader.at = 8;
  const version = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  if (version === 1) return;
  throw reader.invalid(version === COMPONENT ? "A component, not a module" : "Unknown version", 4);
}
