/**
 * A shared object as the loader maps it; see elf(5). Everything is read from where it will be in memory, not from where a
 * header says that it is in the file: those are two places in a file that wants to be misread.
 */
import { MAX_DYNAMIC_ENTRIES, MAX_SEGMENTS } from "../limits.js";
import { MalformedError } from "../malformed.js";

export interface ElfImage {
  readonly file: Buffer;
  readonly segments: readonly Segment[];
  /** Tags and values, in order. */
  readonly dynamic: readonly (readonly [tag: number, value: number])[];
}

interface Segment {
  readonly type: number;
  /** Where it is in the file, and how much of it. */
  readonly offset: number;
  readonly size: number;
  /** Where it will be in memory, and how much of it. */
  readonly address: number;
  readonly memory: number;
}

/** Part of a file, and where that begins. */
export interface Region {
  readonly bytes: Buffer;
  readonly offset: number;
}

const MAGIC = Buffer.from("\x7fELF", "latin1");
const [CLASS_64, LITTLE_ENDIAN, SHARED_OBJECT] = [2, 1, 3];
const [HEADER_BYTES, SEGMENT_BYTES, ENTRY_BYTES] = [64, 56, 16];
const [PT_LOAD, PT_DYNAMIC, DT_NULL] = [1, 2, 0];

/** @throws MalformedError */
export function readImage(file: Buffer): ElfImage {
  checkHeader(file);
  const all = segmentsOf(file);
  const segments = all.filter(({ type }) => type === PT_LOAD);
  for (const [index, segment] of segments.entries())
    checkSegment(file, segment, segments[index - 1]);
  const dynamic = all.find(({ type }) => type === PT_DYNAMIC);
  if (dynamic === undefined) throw new MalformedError("No dynamic section", 32);
  const mapped = { file, segments };
  return { ...mapped, dynamic: entriesOf(regionAt(mapped, dynamic.address, "dynamic section")) };
}

/** What is wrong with the first bytes of a file, for one that can be loaded; undefined: nothing. */
export function headerProblem(file: Buffer): MalformedError | undefined {
  if (file.length < HEADER_BYTES) return new MalformedError("No ELF header", 0);
  if (!file.subarray(0, 4).equals(MAGIC)) return new MalformedError("No ELF magic", 0);
  if (file[4] !== CLASS_64) return new MalformedError("No 64-bit class", 4);
  if (file[5] !== LITTLE_ENDIAN) return new MalformedError("No little-endian data", 5);
  if (file.readUInt16LE(16) === SHARED_OBJECT) return undefined;
  return new MalformedError("No shared object", 16);
}

/** From an address to the end of its segment. @throws MalformedError */
export function regionAt(
  { file, segments }: Pick<ElfImage, "file" | "segments">,
  address: number,
  what: string,
): Region {
  const segment = segments.find((it) => address >= it.address && address < it.address + it.size);
  if (segment === undefined) throw new MalformedError(`No loaded ${what}`, address);
  const offset = segment.offset + (address - segment.address);
  return { bytes: file.subarray(offset, segment.offset + segment.size), offset };
}

/** Exactly so many bytes. @throws MalformedError */
export function tableAt(image: ElfImage, address: number, size: number, what: string): Region {
  const { bytes, offset } = regionAt(image, address, what);
  if (size > bytes.length) throw new MalformedError(`No end of ${what}`, offset);
  return { bytes: bytes.subarray(0, size), offset };
}

/** Of a tag that is there twice the last counts, as the loader has it. */
export function dynamicValue({ dynamic }: ElfImage, tag: number): number | undefined {
  return dynamic.findLast((entry) => entry[0] === tag)?.[1];
}

export function dynamicValues({ dynamic }: ElfImage, tag: number): readonly number[] {
  return dynamic.filter((entry) => entry[0] === tag).map((entry) => entry[1]);
}

function checkHeader(file: Buffer): void {
  const problem = headerProblem(file);
  if (problem) throw problem;
  if (file.readUInt16LE(54) !== SEGMENT_BYTES) {
    throw new MalformedError("No known program headers", 54);
  }
  if (file.readUInt16LE(56) > MAX_SEGMENTS)
    throw new MalformedError("Too many program headers", 56);
}

function segmentsOf(file: Buffer): readonly Segment[] {
  const [start, count] = [wordAt(file, 32), file.readUInt16LE(56)];
  if (start + count * SEGMENT_BYTES > file.length)
    throw new MalformedError("No program headers", 32);
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * SEGMENT_BYTES;
    return {
      type: file.readUInt32LE(at),
      offset: wordAt(file, at + 8),
      address: wordAt(file, at + 16),
      size: wordAt(file, at + 32),
      memory: wordAt(file, at + 40),
    };
  });
}

/** Of two segments at one address the loader would take the later one: linkers write none, and we read none. */
function checkSegment(file: Buffer, segment: Segment, before: Segment | undefined): void {
  const { offset, size, address, memory } = segment;
  if (offset + size > file.length || size > memory) throw new MalformedError("No segment", offset);
  const isBehind = before === undefined || address >= before.address + before.memory;
  if (isBehind && Number.isSafeInteger(address + memory)) return;
  throw new MalformedError("A segment out of order", offset);
}

function entriesOf({ bytes, offset }: Region): [number, number][] {
  const entries: [number, number][] = [];
  for (let at = 0; entries.length < MAX_DYNAMIC_ENTRIES; at += ENTRY_BYTES) {
    if (at + ENTRY_BYTES > bytes.length) break;
    const entry: [number, number] = [wordAt(bytes, at), wordAt(bytes, at + 8)];
    if (entry[0] === DT_NULL) return entries;
    entries.push(entry);
  }
  throw new MalformedError("No end of dynamic section", offset);
}

/** What is too large to be exact is too large for any address, offset or size. */
function wordAt(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at));
}
