/** Memory for a library's arguments: `alloc` and `free`. */
import type { Size } from "@cofferdam/core";

export interface LentMemory {
  /** Buffers that were not freed. */
  readonly live: number;
  /** Their bytes. */
  readonly held: number;
  /** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE, ERR_MEMORY_LIMIT */
  alloc(size: Size): Buffer;
  /** @throws ERR_MEMORY_FREED, ERR_MEMORY_FOREIGN */
  free(memory: Buffer): void;
}
