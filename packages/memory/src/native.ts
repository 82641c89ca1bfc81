import { loadNative, UnsupportedPlatformError } from "@cofferdam/core";
import type { Bytes } from "./bytes.js";

/** native/addon.cc. A number in place of a result is an errno. */
export interface NativeMemory {
  /** The process's one layer object. */
  layer(): object;
  /** undefined: this build of Node takes no external memory, or `external` says so. */
  map(length: number, align: number, external: boolean): ArrayBuffer | number | undefined;
  /** The address of a copy between guards; undefined: shared or empty, to be passed as it is. */
  lend(bytes: Bytes, length: number, terms: number, shift: number): bigint | number | undefined;
  /** Copies back, where the guest was allowed to write, unless `bytes` is left out. */
  giveBack(address: bigint, argument: number, bytes?: Bytes, length?: number): void;
  /** Where in the bytes a pointer into the copy leads; 0n: nowhere. */
  original(address: bigint, bytes: Bytes, length: number, pointer: bigint): bigint;
  figures(): Readonly<Record<string, number>>;
}

let loaded: NativeMemory | undefined;

/** The addon, loaded at first use. @throws UnsupportedPlatformError */
export function nativeMemory(): NativeMemory {
  loaded ??= loadNative<NativeMemory>(new URL("..", import.meta.url), "memory.node");
  return loaded;
}

/** The addon; undefined where there is none for this platform. */
export function nativeMemoryIfAny(): NativeMemory | undefined {
  try {
    return nativeMemory();
  } catch (error) {
    if (error instanceof UnsupportedPlatformError) return undefined;
    throw error;
  }
}
