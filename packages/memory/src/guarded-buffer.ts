import { bytesOf, checkKeys, type Size } from "@cofferdam/core";
import { mapError } from "./errors.js";
import { MAX_BUFFER_BYTES } from "./limits.js";
import { nativeMemoryIfAny } from "./native.js";
import { checkedAlign } from "./options.js";

export interface GuardedBufferOptions {
  /**
   * The buffer begins at a multiple of so many bytes, a power of two. Up to `align - 1` bytes past its end are
   * then not guarded, where `size` is no multiple of it. Default: 1.
   */
  readonly align?: number;
}

/**
 * A Buffer of its own between guard regions, filled with zeros: a guest that touches the byte after its last
 * one faults. A plain Buffer where Node takes no external memory.
 *
 * @param size in bytes, or a text such as "64KiB"
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE, ERR_BUFFER_UNAVAILABLE
 */
export function guardedBuffer(size: Size, options: GuardedBufferOptions = {}): Buffer {
  checkKeys(options, ["align"], "guardedBuffer");
  const bytes = bytesOf(size, "size", { min: 1, max: MAX_BUFFER_BYTES });
  return mappedBuffer(bytes, checkedAlign(options.align), true);
}

let guards: boolean | undefined;

/** Can a Buffer be between guards here? Tried once. */
export function guardsBuffers(): boolean {
  guards ??= nativeMemoryIfAny()?.map(1, 1, true) instanceof ArrayBuffer;
  return guards;
}

/** @param external false: as where Node takes no external memory */
export function mappedBuffer(bytes: number, align: number, external: boolean): Buffer {
  const mapped = nativeMemoryIfAny()?.map(bytes, align, external);
  if (mapped === undefined) return Buffer.alloc(bytes);
  if (typeof mapped === "number") throw mapError(`a guarded buffer of ${bytes} bytes`, mapped);
  return Buffer.from(mapped);
}
