/** What a library says of itself in its ELF headers; see elf(5). Any bytes give a value, or a MalformedError. */
import { type Bytes, MalformedError, take, takeText } from "./bytes.js";
import { MAX_DYNAMIC_ENTRIES, MAX_NAME_BYTES, MAX_SEARCH_FOLDERS, MAX_SEGMENTS } from "./limits.js";

/** A shared library of 64 bits, little-endian. */
export interface Elf {
  /** e_machine. */
  readonly machine: number;
  readonly soname: string | undefined;
  /** Names of the libraries that the loader brings with it. */
  readonly needed: readonly string[];
  /** Folders for those, `$ORIGIN` and its like not replaced. */
  readonly runpath: readonly string[];
  /** The same in its old form; without effect beside a `runpath`. */
  readonly rpath: readonly string[];
}

const MAGIC = Buffer.from("\x7fELF", "latin1");
const [CLASS_64, LITTLE_ENDIAN] = [2, 1];
const SHARED_OBJECT = 3;
const [HEADER_BYTES, SEGMENT_BYTES, ENTRY_BYTES] = [64, 56, 16];
const [PT_LOAD, PT_DYNAMIC] = [1, 2];
const DT = {
  end: 0n,
  needed: 1n,
  names: 5n,
  namesSize: 10n,
  soname: 14n,
  rpath: 15n,
  runpath: 29n,
};

interface Segment {
  readonly type: number;
  readonly offset: bigint;
  readonly address: bigint;
  readonly size: bigint;
}

type Entry = readonly [tag: bigint, value: bigint];

/** @throws MalformedError */
export function readElf(bytes: Bytes): Elf {
  const header = take(bytes, 0, HEADER_BYTES, "ELF header");
  checkHeader(header);
  const segments = segmentsOf(bytes, header);
  const entries = entriesOf(bytes, segments);
  const name = namesOf(bytes, segments, entries);
  const all = (tag: bigint) => entries.filter((entry) => entry[0] === tag);
  const last = (tag: bigint) => all(tag).slice(-1).map(name)[0]; // as the loader has it
  const folders = (tag: bigint) => foldersOf(last(tag) ?? "");
  return {
    machine: header.readUInt16LE(18),
    soname: last(DT.soname),
    needed: all(DT.needed).map(name),
    runpath: folders(DT.runpath),
    rpath: folders(DT.rpath),
  };
}

function checkHeader(header: Buffer): void {
  if (!header.subarray(0, 4).equals(MAGIC)) throw new MalformedError("No ELF magic", 0);
  if (header[4] !== CLASS_64) throw new MalformedError("No 64-bit class", 4);
  if (header[5] !== LITTLE_ENDIAN) throw new MalformedError("No little-endian data", 5);
  if (header.readUInt16LE(16) !== SHARED_OBJECT) throw new MalformedError("No shared object", 16);
}

function segmentsOf(bytes: Bytes, header: Buffer): readonly Segment[] {
  const [entrySize, count] = [header.readUInt16LE(54), header.readUInt16LE(56)];
  if (entrySize !== SEGMENT_BYTES) throw new MalformedError("No known program headers", 54);
  if (count > MAX_SEGMENTS) throw new MalformedError("Too many program headers", 56);
  const offset = header.readBigUInt64LE(32);
  const table = take(bytes, offset, count * SEGMENT_BYTES, "program headers");
  return Array.from({ length: count }, (_, index) => {
    const at = index * SEGMENT_BYTES;
    return {
      type: table.readUInt32LE(at),
      offset: table.readBigUInt64LE(at + 8),
      address: table.readBigUInt64LE(at + 16),
      size: table.readBigUInt64LE(at + 32),
    };
  });
}

function entriesOf(bytes: Bytes, segments: readonly Segment[]): readonly Entry[] {
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  if (!dynamic) throw new MalformedError("No dynamic section", 32);
  const { offset, size } = dynamic;
  if (size > MAX_DYNAMIC_ENTRIES * ENTRY_BYTES) {
    throw new MalformedError("Too long a dynamic section", offset);
  }
  const table = take(bytes, offset, Number(size), "dynamic section");
  const entries: Entry[] = [];
  for (let at = 0; at + ENTRY_BYTES <= table.length; at += ENTRY_BYTES) {
    const entry: Entry = [table.readBigUInt64LE(at), table.readBigUInt64LE(at + 8)];
    if (entry[0] === DT.end) break;
    entries.push(entry);
  }
  return entries;
}

/** Reads the name that an entry's value is the place of. */
function namesOf(bytes: Bytes, segments: readonly Segment[], entries: readonly Entry[]) {
  const lastValue = (tag: bigint) => entries.findLast((entry) => entry[0] === tag)?.[1];
  const [address, size] = [lastValue(DT.names), lastValue(DT.namesSize)];
  return ([, place]: Entry): string => {
    if (address === undefined || size === undefined || place >= size) {
      throw new MalformedError("No name in the string table", place);
    }
    const offset = offsetOf(segments, address + place);
    return takeText(bytes, offset, Math.min(MAX_NAME_BYTES, Number(size - place)), "name");
  };
}

function foldersOf(text: string): readonly string[] {
  const folders = text.split(":").filter((folder) => folder !== "");
  if (folders.length > MAX_SEARCH_FOLDERS) throw new MalformedError("Too many folders", 0);
  return folders;
}

/** Where in the file is what will be loaded at `address`. */
function offsetOf(segments: readonly Segment[], address: bigint): bigint {
  const within = (part: Segment) =>
    part.type === PT_LOAD && address >= part.address && address - part.address < part.size;
  const segment = segments.find(within);
  if (!segment) throw new MalformedError("Nothing loaded", address);
  return segment.offset + (address - segment.address);
}
