import { MAX_CHUNK_BYTES } from "../limits.js";
import { SEAL_BYTES } from "../line/chain.js";

/** A line that waits to be sealed: its text, and the room for the rest. */
export interface Waiting {
  readonly block: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Texts as bytes, one behind the other: outside the heap, where ten thousand of them cost the collector nothing. */
export class Blocks {
  #block = Buffer.alloc(0);
  #end = 0;

  add(text: string): Waiting {
    const most = text.length * 3 + SEAL_BYTES; // in UTF-8
    if (this.#block.length - this.#end < most) {
      this.#block = Buffer.allocUnsafeSlow(Math.max(MAX_CHUNK_BYTES, most));
      this.#end = 0;
    }
    const [block, start] = [this.#block, this.#end];
    this.#end += block.write(text, start) + SEAL_BYTES;
    return { block, start, end: this.#end };
  }
}
