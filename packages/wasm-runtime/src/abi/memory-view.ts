/** A memory, as its guest's pointers see it: unsigned, and never past its end. */
export class MemoryView {
  #memory: WebAssembly.Memory | undefined;
  #bytes = new Uint8Array(0);

  bind(memory: WebAssembly.Memory | undefined): void {
    this.#memory = memory;
    this.#bytes = new Uint8Array(0);
  }

  /** Bytes that it has. */
  get size(): number {
    return this.#memory?.buffer.byteLength ?? 0;
  }

  /**
   * @param pointer below 2^32, and so is the length: they add up exactly
   * @returns borrowed, valid until the guest runs on; undefined unless all of it is memory
   */
  bytes(pointer: number, length: number): Uint8Array | undefined {
    if (pointer + length > this.#bytes.length && !this.#renews(pointer + length)) return undefined;
    return this.#bytes.subarray(pointer, pointer + length);
  }

  /** A memory that grew has a new buffer; of the old one nothing is left. */
  #renews(end: number): boolean {
    if (this.#memory === undefined) return end === 0;
    this.#bytes = new Uint8Array(this.#memory.buffer);
    return end <= this.#bytes.length;
  }
}
