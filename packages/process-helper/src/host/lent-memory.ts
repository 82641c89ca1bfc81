/** Memory for a library's arguments: `alloc` and `free`. */
import type { Size } from "@cofferdam/core";

export interface LentMemory {
  /** Buffers that were not freed. */
  readonly live: number;
  /** Their bytes. */
  readonly held: number;
  /** In bytes. @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
  checkedSize(size: Size): number;
  /** @param bytes a checked size. @throws ERR_MEMORY_LIMIT */
  alloc(bytes: number): Buffer;
  /** @throws ERR_MEMORY_FREED, ERR_MEMORY_FOREIGN */
  assertLive(memory: Buffer): void;
  /** @throws as assertLive */
  free(memory: Buffer): void;
}
