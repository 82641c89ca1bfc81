const NOTHING = new Uint8Array(0);

/** A memory, as its guest's pointers see it: unsigned, and never past its end. */
export class MemoryView {
  #memory: WebAssembly.Memory | undefined;
  #bytes = NOTHING;

  bind(memory: WebAssembly.Memory | undefined): void {
    this.#memory = memory;
    this.#bytes = NOTHING;
  }

  /** Bytes that it has. */
  get size(): number {
    return this.#memory?.buffer.byteLength ?? 0;
  }

  /**
   * A copy.
   *
   * @param pointer below 2^32, and so is the length: they add up exactly
   * @returns undefined unless all of it is memory
   */
  read(pointer: number, length: number): Uint8Array | undefined {
    const end = pointer + length;
    return this.#reaches(end) ? this.#bytes.slice(pointer, end) : undefined;
  }

  /** @param pointer below 2^32 @returns false, and nothing is written, unless there is room for all of it */
  write(pointer: number, bytes: Uint8Array): boolean {
    if (!this.#reaches(pointer + bytes.length)) return false;
    this.#bytes.set(bytes, pointer);
    return true;
  }

  /** Are these bytes of the memory itself, which come loose when it grows? */
  holds({ buffer }: Uint8Array): boolean {
    return buffer === this.#bytes.buffer;
  }

  #reaches(end: number): boolean {
    return end <= this.#bytes.length || this.#renewed(end);
  }

  /** A memory that grew has a new buffer; of the old one nothing is left. */
  #renewed(end: number): boolean {
    if (this.#memory === undefined) return end === 0;
    this.#bytes = new Uint8Array(this.#memory.buffer);
    return end <= this.#bytes.length;
  }
}
