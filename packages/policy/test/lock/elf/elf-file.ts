/** ELF files made byte by byte, which no loader would run but every reader has to read. */

export interface ElfSymbol {
  readonly name: string;
  /** Whether it is the file's own; otherwise others have it. */
  readonly isDefined: boolean;
  readonly isLocal?: boolean;
}

export interface ElfParts {
  readonly soname?: string;
  readonly needed?: readonly string[];
  readonly runpath?: string;
  readonly rpath?: string;
  /** Those that are not defined come first, as GNU's hash table wants it. */
  readonly symbols?: readonly ElfSymbol[];
  readonly hash?: "gnu" | "old" | "none";
  /** Indexes that relocations have, from 1; default: of all that are not defined. */
  readonly relocated?: readonly number[];
  /** In place of what is made of the above: GNU's hash table. */
  readonly table?: Buffer;
}

const HEADERS_BYTES = 64 + 2 * 56;
/** What is at the start of the file will be here. */
export const BASE = 0x1000;

export function elfFile(parts: ElfParts = {}): Buffer {
  const names = new Names();
  const symbols = symbolTable(parts.symbols ?? [], names);
  const relocations = relocationTable(parts);
  const table = parts.table ?? (parts.hash === "old" ? oldTable(parts) : gnuTable(parts));
  const entries: [tag: number, value: number][] = [
    ...(parts.needed ?? []).map((name): [number, number] => [1, names.place(name)]),
    ...optional(14, parts.soname, names),
    ...optional(15, parts.rpath, names),
    ...optional(29, parts.runpath, names),
  ];
  const text = names.bytes();
  const dynamicBytes = (entries.length + 7) * 16;
  const at = (before: readonly Buffer[]) =>
    BASE + HEADERS_BYTES + dynamicBytes + before.reduce((sum, { length }) => sum + length, 0);
  entries.push(
    [parts.hash === "old" ? 4 : parts.hash === "none" ? 0x6fff_0000 : 0x6fff_fef5, at([])],
    [6, at([table])],
    [7, at([table, symbols])],
    [8, relocations.length],
    [5, at([table, symbols, relocations])],
    [10, text.length],
    [0, 0],
  );
  const content = [table, symbols, relocations, text];
  const size = at(content) - BASE;
  return Buffer.concat([
    header(),
    segment(1, 0, BASE, size),
    segment(2, HEADERS_BYTES, BASE + HEADERS_BYTES, dynamicBytes),
    ...entries.map((entry) => words(entry)),
    ...content,
  ]);
}

class Names {
  #text = Buffer.alloc(1);

  place(name: string): number {
    const at = this.#text.length;
    this.#text = Buffer.concat([this.#text, Buffer.from(`${name}\0`)]);
    return at;
  }

  bytes(): Buffer {
    return this.#text;
  }
}

function optional(tag: number, name: string | undefined, names: Names): [number, number][] {
  return name === undefined ? [] : [[tag, names.place(name)]];
}

function symbolTable(symbols: readonly ElfSymbol[], names: Names): Buffer {
  const rows = symbols.map(({ name, isDefined, isLocal = false }) => {
    const row = Buffer.alloc(24);
    row.writeUInt32LE(names.place(name), 0);
    row.writeUInt8((isLocal ? 0 : 0x10) | 2, 4); // a function
    row.writeUInt16LE(isDefined ? 1 : 0, 6);
    return row;
  });
  return Buffer.concat([Buffer.alloc(24), ...rows]);
}

function relocationTable({ symbols = [], relocated }: ElfParts): Buffer {
  const own = symbols.flatMap(({ isDefined }, index) => (isDefined ? [] : [index + 1]));
  const rows = (relocated ?? own).map((index) => words([0, index * 2 ** 32 + 6, 0]));
  return Buffer.concat(rows);
}

/** With one bucket. */
function gnuTable({ symbols = [] }: ElfParts): Buffer {
  const first = symbols.findIndex(({ isDefined }) => isDefined) + 1;
  if (first === 0) return gnuHashTable({ first: 1, buckets: [0], hashes: [] });
  const count = symbols.length - first + 1;
  const hashes = Array.from({ length: count }, (_, index) => (index === count - 1 ? 1 : 0));
  return gnuHashTable({ first, buckets: [first], hashes });
}

export function gnuHashTable(parts: {
  readonly first: number;
  readonly buckets: readonly number[];
  readonly hashes: readonly number[];
}): Buffer {
  const { first, buckets, hashes } = parts;
  return Buffer.concat([
    halves([buckets.length, first, 1, 0]),
    words([0]),
    halves(buckets),
    halves(hashes),
  ]);
}

function oldTable({ symbols = [] }: ElfParts): Buffer {
  return halves([1, symbols.length + 1, 0]);
}

function header(): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.write("\x7fELF\x02\x01\x01", "latin1");
  bytes.writeUInt16LE(3, 16); // shared object
  bytes.writeUInt16LE(62, 18);
  bytes.writeBigUInt64LE(64n, 32); // program headers
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(2, 56);
  return bytes;
}

export function segment(type: number, offset: number, address: number, size: number): Buffer {
  const bytes = Buffer.alloc(56);
  bytes.writeUInt32LE(type, 0);
  words([offset, address, address, size, size]).copy(bytes, 8);
  return bytes;
}

function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [index, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), index * 8);
  return bytes;
}

function halves(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
}
