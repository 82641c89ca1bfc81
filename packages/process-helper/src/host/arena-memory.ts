/** Memory that a library and its host both have: `alloc` and `free`. */
import { bytesOf, fail, type Size, show } from "@cofferdam/core";
import { ARENA_BYTES } from "../limits.js";
import type { Arena, NativeHelper } from "../native.js";
import type { LentMemory } from "./lent-memory.js";

export class ArenaMemory implements LentMemory {
  readonly #native: NativeHelper;
  readonly #arena: Arena;
  /** Bytes that may be held; 0: as many as there is room for. */
  readonly #limit: number;
  readonly #live = new Map<Buffer, number>();
  readonly #freed = new WeakSet<Buffer>();
  #held = 0;

  constructor(native: NativeHelper, limit: number) {
    this.#native = native;
    this.#limit = limit;
    this.#arena = native.createArena(limit === 0 ? ARENA_BYTES : Math.min(limit, ARENA_BYTES));
  }

  get arena(): Arena {
    return this.#arena;
  }

  get live(): number {
    return this.#live.size;
  }

  get held(): number {
    return this.#held;
  }

  checkedSize(size: Size): number {
    return bytesOf(size, "alloc", { min: 1, max: ARENA_BYTES });
  }

  alloc(bytes: number): Buffer {
    const isOver = this.#limit > 0 && this.#held + bytes > this.#limit;
    const offset = isOver ? -1 : this.#native.allocateArena(this.#arena.handle, bytes);
    if (offset < 0) throw this.#noRoom(bytes);
    const memory = Buffer.from(this.#arena.buffer, offset, bytes);
    this.#live.set(memory, offset);
    this.#held += bytes;
    return memory;
  }

  assertLive(memory: Buffer): void {
    if (!this.#live.has(memory)) throw this.#notLive(memory);
  }

  free(memory: Buffer): void {
    this.assertLive(memory);
    const offset = this.#live.get(memory) as number;
    this.#live.delete(memory);
    this.#freed.add(memory);
    this.#held -= memory.length;
    this.#native.releaseArena(this.#arena.handle, offset);
  }

  dispose(): void {
    this.#live.clear();
    this.#native.disposeArena(this.#arena.handle);
  }

  #noRoom(bytes: number): Error {
    return fail(
      "ERR_MEMORY_LIMIT",
      `Cannot hold ${bytes} bytes more for the helper: it has ${this.#held} of ${this.#limit || ARENA_BYTES}. ` +
        "Free some, or raise `memoryLimit`.",
    );
  }

  #notLive(memory: Buffer): Error {
    if (this.#freed.has(memory)) {
      return fail("ERR_MEMORY_FREED", "Expected memory to free, got some that was freed before.");
    }
    return fail(
      "ERR_MEMORY_FOREIGN",
      `Expected memory that \`alloc\` of this library returned, got ${show(memory)}. Free what it gave, not a part of it.`,
    );
  }
}
