/** What the helper knows of the memory that `alloc` gave on the other side of a socket: how much it is. */
import { bytesOf, fail } from "@cofferdam/core";

export class HeldMemory {
  /** 0: as much as there is. */
  readonly #limit: number;
  /** Bytes by number. */
  readonly #live = new Map<number, number>();
  #last = 0;
  #held = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get live(): number {
    return this.#live.size;
  }

  get held(): number {
    return this.#held;
  }

  /** @returns its number, from 1 @throws ERR_OPTION_RANGE, ERR_MEMORY_LIMIT */
  alloc(size: number): number {
    const bytes = bytesOf(size, "bytes", { min: 1 });
    if (this.#limit > 0 && this.#held + bytes > this.#limit) throw this.#noRoom(bytes);
    this.#live.set(++this.#last, bytes);
    this.#held += bytes;
    return this.#last;
  }

  /** @returns how many bytes it had @throws ERR_MEMORY_FREED, ERR_MEMORY_FOREIGN */
  free(number: number): number {
    const bytes = this.#live.get(number);
    if (bytes === undefined) throw notLive(number, this.#last);
    this.#live.delete(number);
    this.#held -= bytes;
    return bytes;
  }

  #noRoom(bytes: number): Error {
    return fail(
      "ERR_MEMORY_LIMIT",
      `Cannot hold ${bytes} bytes more for the helper: it has ${this.#held} of ${this.#limit}. ` +
        "Free some, or raise `--memory-limit`.",
    );
  }
}

function notLive(number: number, last: number): Error {
  const wasLive = number >= 1 && number <= last;
  return wasLive
    ? fail("ERR_MEMORY_FREED", "Expected memory to free, got some that was freed before.")
    : fail("ERR_MEMORY_FOREIGN", `Expected memory that \`alloc\` returned, got number ${number}.`);
}
