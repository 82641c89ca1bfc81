import { InvalidModuleError } from "./invalid-module.js";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads the values that a module is made of. Whatever the bytes are: a value, or an InvalidModuleError. */
export class Reader {
  readonly bytes: Uint8Array;
  /** Where the next value begins. */
  at: number;
  /** Nothing is read from here on. */
  readonly end: number;

  constructor(bytes: Uint8Array, at = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  byte(): number {
    if (this.at >= this.end) throw this.invalid("Truncated");
    return this.bytes[this.at++] as number;
  }

  peek(): number {
    if (this.at >= this.end) throw this.invalid("Truncated");
    return this.bytes[this.at] as number;
  }

  /** An unsigned number of 32 bits. */
  u32(): number {
    const first = this.byte();
    if (first < 0x80) return first;
    const start = this.at - 1;
    let value = first & 0x7f;
    for (let shift = 7; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80 && value < 2 ** 32) return value;
    }
    throw this.invalid("Number of more than 32 bits", start);
  }

  /** An unsigned number of 64 bits; those past 2 ** 53 are rounded. */
  u64(): number {
    const start = this.at;
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw this.invalid("Number of more than 64 bits", start);
  }

  /** Steps over a number of up to 64 bits, with or without a sign. */
  skipNumber(): void {
    const start = this.at;
    while (this.byte() >= 0x80) {
      if (this.at - start > 9) throw this.invalid("Number of more than 64 bits", start);
    }
  }

  /** How many of something follow, each of at least one byte. */
  count(): number {
    const start = this.at;
    const count = this.u32();
    if (count > this.end - this.at) throw this.invalid("More items than there are bytes", start);
    return count;
  }

  name(): string {
    const start = this.at;
    const size = this.u32();
    this.skip(size);
    try {
      return utf8.decode(this.bytes.subarray(this.at - size, this.at));
    } catch {
      throw this.invalid("Name that is not UTF-8", start);
    }
  }

  skip(size: number): void {
    if (size > this.end - this.at) throw this.invalid("Truncated");
    this.at += size;
  }

  /** The next `size` bytes, as a reader of their own. */
  part(size: number): Reader {
    this.skip(size);
    return new Reader(this.bytes, this.at - size, this.at);
  }

  /** @throws InvalidModuleError unless everything was read */
  finish(what: string): void {
    if (!this.isAtEnd) throw this.invalid(`Bytes left over in ${what}`);
  }

  invalid(what: string, at: number = this.at): InvalidModuleError {
    return new InvalidModuleError(what, at);
  }

  /** The error for what is valid, but not allowed. */
  refused(what: string, at: number = this.at): InvalidModuleError {
    return new InvalidModuleError(what, at, true);
  }
}
