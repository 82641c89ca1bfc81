/**
 * Memory for arguments where none is shared: it is the host's own, and its bytes cross with each call. The helper counts what
 * is held, and says when it is too much.
 */
import { bytesOf, fail, type Size, show } from "@cofferdam/core";
import type { Caller } from "../host/caller.js";
import type { Helper } from "../host/helper.js";
import type { LentMemory } from "../host/lent-memory.js";
import { MAX_PAYLOAD_BYTES } from "../limits.js";

/** What a helper knows a buffer by. */
interface Held {
  readonly helper: Helper;
  readonly number: number;
}

export class SocketMemory implements LentMemory {
  /** Known when it is used: the caller needs what needs this. */
  readonly #caller: () => Caller;
  readonly #live = new Map<Buffer, Held>();
  readonly #freed = new WeakSet<Buffer>();
  #held = 0;

  constructor(caller: () => Caller) {
    this.#caller = caller;
  }

  get live(): number {
    return this.#live.size;
  }

  get held(): number {
    return this.#held;
  }

  checkedSize(size: Size): number {
    return bytesOf(size, "alloc", { min: 1, max: MAX_PAYLOAD_BYTES });
  }

  alloc(bytes: number): Buffer {
    const caller = this.#caller();
    const helper = caller.ready();
    const number = caller.askOf(helper, { kind: "alloc", id: 0, bytes }, "alloc") as number;
    const memory = Buffer.alloc(bytes);
    this.#live.set(memory, { helper, number });
    this.#held += bytes;
    return memory;
  }

  assertLive(memory: Buffer): void {
    if (!this.#live.has(memory)) throw this.#notLive(memory);
  }

  free(memory: Buffer): void {
    this.assertLive(memory);
    const { helper, number } = this.#live.get(memory) as Held;
    this.#live.delete(memory);
    this.#freed.add(memory);
    this.#held -= memory.length;
    // what a helper held that is gone is gone, too
    if (helper.line.isUp)
      this.#caller().askOf(helper, { kind: "free", id: 0, offset: number }, "free");
  }

  dispose(): void {
    this.#live.clear();
    this.#held = 0;
  }

  #notLive(memory: unknown): Error {
    if (this.#freed.has(memory as Buffer)) {
      return fail("ERR_MEMORY_FREED", "Expected memory to free, got some that was freed before.");
    }
    return fail(
      "ERR_MEMORY_FOREIGN",
      `Expected memory that \`alloc\` of this library returned, got ${show(memory)}. Free what it gave, not a part of it.`,
    );
  }
}
