import type { Manifest } from "../metering/index.js";

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
  const memories = manifest.memories.map(({ exported }) => exports[exported] as WebAssembly.Memory);
  const tables = manifest.tables.map(({ exported }) => exports[exported] as WebAssembly.Table);
  const bytes = memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  const elements = tables.reduce((sum, { length }) => sum + length, 0);
  if (bytes > MAX_IMAGE_BYTES || elements > MAX_ELEMENTS) return undefined;
  const parts = [
    ...memories.map(memoryPart),
    ...tables.map(tablePart),
    ...manifest.globals.map((name) => globalPart(exports[name] as WebAssembly.Global)),
  ];
  return { restore: () => parts.every((restore) => restore()) };
}

type Restore = () => boolean;

function memoryPart(memory: WebAssembly.Memory): Restore {
  const size = memory.buffer.byteLength;
  const kept = withoutZeros(new Uint8Array(memory.buffer)).slice();
  return () => {
    if (memory.buffer.byteLength !== size) return false;
    const bytes = new Uint8Array(memory.buffer);
    bytes.set(kept);
    bytes.fill(0, kept.length);
    return true;
  };
}

/** Memory is zero at first, and most of it stays so. */
function withoutZeros(bytes: Uint8Array): Uint8Array {
  const words = new Uint32Array(bytes.buffer, 0, bytes.length >>> 2);
  let length = words.length;
  while (length > 0 && words[length - 1] === 0) length--;
  return bytes.subarray(0, length * 4);
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
