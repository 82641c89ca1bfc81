import { refuse } from "../errno.js";

/** What a tree in memory may still take. Names are counted, not inodes: hard links take memory as well. */
export class Budget {
  #bytes: number;
  #entries: number;

  constructor(bytes: number, entries: number) {
    this.#bytes = bytes;
    this.#entries = entries;
  }

  get bytesLeft(): number {
    return this.#bytes;
  }

  /** @throws ENOSPC */
  takeBytes(count: number): void {
    if (count > this.#bytes) refuse("ENOSPC");
    this.#bytes -= count;
  }

  giveBytes(count: number): void {
    this.#bytes += count;
  }

  /** @throws ENOSPC */
  takeEntry(): void {
    if (this.#entries < 1) refuse("ENOSPC");
    this.#entries--;
  }

  giveEntry(): void {
    this.#entries++;
  }
}
