const utf8 = new TextEncoder();
/** Below, a loop copies faster than `set`. */
const SHORT = 24;

/** Writes the values that a module is made of, into bytes that grow. */
export class Writer {
  bytes: Uint8Array;
  size = 0;

  constructor(capacity = 256) {
    this.bytes = new Uint8Array(capacity);
  }

  byte(value: number): void {
    if (this.size === this.bytes.length) this.#reserve(1);
    this.bytes[this.size++] = value;
  }

  u32(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** A number of 32 bits with its sign. */
  s32(value: number): void {
    let rest = value;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      if ((rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40)) {
        this.byte(low);
        return;
      }
      this.byte(low | 0x80);
    }
  }

  /** Copies `from` to `to` of other bytes. */
  copy(source: Uint8Array, from: number, to: number): void {
    const count = to - from;
    if (count <= 0) return;
    if (this.size + count > this.bytes.length) this.#reserve(count);
    if (count >= SHORT) this.bytes.set(source.subarray(from, to), this.size);
    else
      for (let at = 0; at < count; at++) this.bytes[this.size + at] = source[from + at] as number;
    this.size += count;
  }

  append(other: Writer): void {
    this.copy(other.bytes, 0, other.size);
  }

  name(text: string): void {
    const bytes = utf8.encode(text);
    this.u32(bytes.length);
    this.copy(bytes, 0, bytes.length);
  }

  /** Begins anew, in the same memory. */
  clear(): void {
    this.size = 0;
  }

  /** What was written; the writer must not be used any more. */
  done(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.size) as Uint8Array<ArrayBuffer>;
  }

  #reserve(count: number): void {
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.size + count));
    larger.set(this.bytes.subarray(0, this.size));
    this.bytes = larger;
  }
}
