/**
 * Ids on a socket. What is said within an open callback, and answers to that, have the highest bit: the helper does it at once.
 * Requests without it, that a host sent ahead before it heard of the callback, wait until their turn comes.
 */
const WITHIN = 0x8000_0000;

export class Ids {
  #last = 0;

  /** @param within an open callback */
  next(within: boolean): number {
    this.#last = (this.#last % (WITHIN - 1)) + 1; // from 1: 0 answers nothing in particular
    return within ? WITHIN + this.#last : this.#last;
  }
}

export function isWithin(id: number): boolean {
  return id >= WITHIN;
}

/** Of a message that was not decoded yet; 0: it is too short to have one. */
export function idOf(message: Uint8Array): number {
  if (message.length < 5) return 0;
  return new DataView(message.buffer, message.byteOffset).getUint32(1, true);
}
