/** How bytes are lent to a guest: a copy between guards, or a plain one where there is no addon. */
import { type Bytes, rangeOf } from "./bytes.js";
import { mapError } from "./errors.js";
import { type NativeMemory, nativeMemoryIfAny } from "./native.js";

/** What is known of a pointer parameter when its function is linked. */
export interface Terms {
  readonly argument: number;
  readonly readOnly: boolean;
  readonly align: number;
}

export interface Lender<Copy> {
  readonly strength: "guarded" | "copy";
  /**
   * Copies the bytes for a guest; undefined: they are shared, detached or empty, and passed as they are.
   *
   * @param shift where the argument of the terms begins: others may overlap it
   * @throws ERR_BUFFER_UNAVAILABLE
   */
  lend(bytes: Bytes, terms: Terms, shift: number): Copy | undefined;
  /** What the guest is given for the bytes from `offset` on. */
  argumentAt(copy: Copy, offset: number): unknown;
  /** The call is over. */
  giveBack(copy: Copy, terms: Terms): void;
  /** The same, and the bytes get what the guest wrote, where it was allowed to. */
  copyBack(copy: Copy, terms: Terms, bytes: Bytes): void;
  /** The pointer into the bytes, for a pointer into the copy; 0n: it leads elsewhere. */
  original(copy: Copy, bytes: Bytes, pointer: bigint): bigint;
  figures(): Readonly<Record<string, number>>;
}

/** The best that this machine has. */
export function lenderHere(): Lender<unknown> {
  const native = nativeMemoryIfAny();
  return native ? guardedLender(native) : plainLender;
}

function guardedLender(native: NativeMemory): Lender<bigint> {
  return {
    strength: "guarded",
    lend(bytes, terms, shift) {
      const address = native.lend(bytes, bytes.byteLength, packed(terms), shift);
      if (typeof address !== "number") return address;
      throw mapError(`a copy of argument ${terms.argument}, ${bytes.byteLength} bytes`, address);
    },
    argumentAt: (address, offset) => (offset === 0 ? address : address + BigInt(offset)),
    giveBack: (address, { argument }) => native.giveBack(address, argument),
    copyBack: (address, { argument }, bytes) =>
      native.giveBack(address, argument, bytes, bytes.byteLength),
    original: (address, bytes, pointer) =>
      native.original(address, bytes, bytes.byteLength, pointer),
    figures: () => native.figures(),
  };
}

/** One number for native/addon.cc: fewer values to take apart in every call. */
function packed({ argument, readOnly, align }: Terms): number {
  return argument | (readOnly ? 0x100 : 0) | (Math.log2(align) << 16);
}

const plainLender: Lender<Uint8Array> = {
  strength: "copy",
  lend(bytes) {
    const original = bytesIn(bytes);
    if (original.length === 0 || original.buffer instanceof SharedArrayBuffer) return undefined;
    return original.slice();
  },
  argumentAt: (copy, offset) => copy.subarray(offset),
  giveBack() {},
  copyBack(copy, { readOnly }, bytes) {
    if (readOnly) return;
    const original = bytesIn(bytes);
    original.set(copy.subarray(0, original.length));
  },
  original: () => 0n,
  figures: () => ({}),
};

function bytesIn(bytes: Bytes): Uint8Array {
  const { buffer, from, to } = rangeOf(bytes);
  return new Uint8Array(buffer, from, to - from);
}
