import type { Manifest } from "../metering/index.js";
import { INITIALIZE } from "./initialize.js";

/** Larger ones cost more to copy than a new instance does. */
const MAX_IMAGE_BYTES = 32 * 2 ** 20;
const MAX_ELEMENTS = 100_000;

/** What an instance can be put back to: bytes of its memories, values of its globals, elements of its tables. */
export interface Image {
  /** @returns false: it cannot, since a memory or table has grown, which nothing undoes */
  restore(): boolean;
}

/**
 * Takes a picture of an instance.
 *
 * @param exports of a metered instance: all of its state can be had by them
 * @returns undefined: some state cannot be read, or there is too much; a new instance is made in its place
 */
export function imageOf(
  manifest: Manifest,
  exports: Readonly<Record<string, unknown>>,
): Image | undefined {
  if (manifest.hasHiddenState) return undefined;
  const memories = own(manifest.memories, exports) as WebAssembly.Memory[];
  const tables = own(manifest.tables, exports) as WebAssembly.Table[];
  const bytes = memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  const elements = tables.reduce((sum, { length }) => sum + length, 0);
  if (bytes > MAX_IMAGE_BYTES || elements > MAX_ELEMENTS || !tables.every(isReadable)) {
    return undefined;
  }
  const kept = keptOf(manifest, memories);
  const parts = [
    ...memories.map((memory, index) => memoryPart(memory, kept[index] as Uint8Array)),
    ...tables.map(tablePart),
    ...manifest.globals.map((name) => globalPart(exports[name] as WebAssembly.Global)),
  ];
  return { restore: () => parts.every((restore) => restore()) };
}

/** Those that are not imported: the others are the host's, and may be somebody else's, too. */
function own(
  each: readonly { readonly exported: string; readonly isImported: boolean }[],
  exports: Readonly<Record<string, unknown>>,
): unknown[] {
  return each.filter(({ isImported }) => !isImported).map(({ exported }) => exports[exported]);
}

/** Some elements have no form in JavaScript: exception references. */
function isReadable(table: WebAssembly.Table): boolean {
  try {
    if (table.length > 0) table.get(0);
    return true;
  } catch {
    return false;
  }
}

type Restore = () => boolean;

function memoryPart(memory: WebAssembly.Memory, kept: Uint8Array): Restore {
  const size = memory.buffer.byteLength;
  return () => {
    if (memory.buffer.byteLength !== size) return false;
    const bytes = Buffer.from(memory.buffer);
    bytes.set(kept);
    clear(bytes, kept.length);
    return true;
  };
}

/** What was never written is not written now either: it would take memory from then on. */
function clear(bytes: Buffer, from: number): void {
  for (let at = from; at < bytes.length; ) {
    const end = Math.min(bytes.length, (Math.floor(at / PAGE_BYTES) + 1) * PAGE_BYTES);
    if (bytes.compare(ZEROS, 0, end - at, at, end) !== 0) bytes.fill(0, at, end);
    at = end;
  }
}

/** What the last instance of a program began with: most begin alike, and hold it together. */
const lastKept = new WeakMap<Manifest, readonly Uint8Array[]>();

/** Bytes that the memories begin with, without the zeros behind them. */
function keptOf(
  manifest: Manifest,
  memories: readonly WebAssembly.Memory[],
): readonly Uint8Array[] {
  const last = lastKept.get(manifest);
  if (last !== undefined && beginsAlike(manifest)) return last;
  const found = memories.map(({ buffer }) => withoutZeros(Buffer.from(buffer)));
  if (last?.every((kept, index) => Buffer.compare(kept, found[index] as Uint8Array) === 0)) {
    return last;
  }
  const kept = found.map((bytes) => bytes.slice());
  lastKept.set(manifest, kept);
  return kept;
}

/** No code has run yet, and nothing of the host's says what is in its memories, or where: there is no need to look. */
function beginsAlike({ hasStart, imports, exports }: Manifest): boolean {
  const isCode = ({ kind }: { kind: string }) => kind === "function" || kind === "tag";
  return !hasStart && imports.every(isCode) && !exports.some(({ name }) => name === INITIALIZE);
}

/** Of the machine: what memory is given by. A larger one would only cost memory. */
const PAGE_BYTES = 2 ** 12;
const ZEROS = Buffer.alloc(2 ** 16);
/** Bytes that are compared at a time. */
const STEPS: readonly number[] = [ZEROS.length, PAGE_BYTES, 2 ** 8, 1];

/** Memory is zero at first, and most of it stays so. */
function withoutZeros(bytes: Buffer): Uint8Array {
  let end = bytes.length;
  for (const step of STEPS) {
    while (end >= step && bytes.compare(ZEROS, 0, step, end - step, end) === 0) end -= step;
  }
  return new Uint8Array(bytes.buffer, 0, end);
}

function tablePart(table: WebAssembly.Table): Restore {
  const elements = Array.from({ length: table.length }, (_, index) => table.get(index));
  return () => {
    if (table.length !== elements.length) return false;
    for (const [index, element] of elements.entries()) {
      if (table.get(index) !== element) table.set(index, element);
    }
    return true;
  };
}

function globalPart(global: WebAssembly.Global): Restore {
  const { value } = global;
  return () => {
    global.value = value;
    return true;
  };
}
