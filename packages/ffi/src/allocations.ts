import { bytesOf, fail, type Size, show } from "@cofferdam/core";
import { MAX_ALLOC_BYTES } from "./limits.js";

/** The memory that a library of this process was given for its arguments. */
export class Allocations {
  readonly #library: string;
  /** Held here: the library may still have the address when JavaScript has forgotten the Buffer. */
  readonly #live = new Set<Buffer>();
  readonly #freed = new WeakSet<Buffer>();

  /** @param library its path, for errors */
  constructor(library: string) {
    this.#library = library;
  }

  get count(): number {
    return this.#live.size;
  }

  /** In bytes. @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
  checkedSize(size: Size): number {
    return bytesOf(size, "alloc", { min: 1, max: MAX_ALLOC_BYTES });
  }

  /** @param bytes a checked size */
  alloc(bytes: number): Buffer {
    // never a part of Buffer's pool, whose neighbours an overrun would hit
    const memory = Buffer.alloc(bytes);
    this.#live.add(memory);
    return memory;
  }

  /** @throws ERR_MEMORY_FREED, ERR_MEMORY_FOREIGN */
  assertLive(memory: Buffer): void {
    if (this.#freed.has(memory)) throw this.#freedError();
    if (!this.#live.has(memory)) throw this.#foreignError(memory);
  }

  /** @throws as assertLive */
  free(memory: Buffer): void {
    this.assertLive(memory);
    this.#live.delete(memory);
    this.#freed.add(memory);
  }

  dispose(): void {
    for (const memory of this.#live) this.free(memory);
  }

  #freedError(): Error {
    return fail(
      "ERR_MEMORY_FREED",
      `Cannot free memory of ${this.#library}: it was freed before. Free it once, and not after disposal.`,
    );
  }

  #foreignError(memory: unknown): Error {
    return fail(
      "ERR_MEMORY_FOREIGN",
      `Expected memory that \`alloc\` of ${this.#library} returned, got ${show(memory)}. ` +
        "Free the very Buffer, not a part of it; what `alloc` did not return needs no `free`.",
    );
  }
}
