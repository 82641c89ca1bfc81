import { isUtf8 } from "node:buffer";
import { MAX_NAME_BYTES } from "../limits.js";
import { MalformedError } from "../malformed.js";

/** Bytes of a WebAssembly module, read one after the other: every bound is checked here. */
export class Cursor {
  readonly #bytes: Buffer;
  readonly #end: number;
  #at: number;

  constructor(bytes: Buffer, at = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = at;
    this.#end = end;
  }

  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#end;
  }

  /** @throws MalformedError */
  byte(what: string): number {
    if (this.isAtEnd) throw new MalformedError(`No ${what}`, this.#at);
    return this.#bytes[this.#at++] as number;
  }

  /** @throws MalformedError */
  take(length: number, what: string): Buffer {
    if (length > this.#end - this.#at) throw new MalformedError(`No ${what}`, this.#at);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** The bytes that follow, to be read by themselves. @throws MalformedError */
  part(length: number, what: string): Cursor {
    const at = this.#at;
    this.take(length, what);
    return new Cursor(this.#bytes, at, at + length);
  }

  /** The next byte, which is read again. @throws MalformedError */
  peek(what: string): number {
    const byte = this.byte(what);
    this.#at -= 1;
    return byte;
  }

  /** An unsigned number of 32 bits. @throws MalformedError */
  u32(what: string): number {
    const isShort = !this.isAtEnd && (this.#bytes[this.#at] as number) < 0x80; // most of them are
    return isShort ? this.byte(what) : Number(this.#leb(32, what));
  }

  /** @throws MalformedError */
  u64(what: string): bigint {
    return this.#leb(64, what);
  }

  /** Steps over a number of any sign. @throws MalformedError */
  skipNumber(what: string): void {
    for (let count = 0; count < 10; count++) if (this.byte(what) < 0x80) return;
    throw new MalformedError(`Too long a number for ${what}`, this.#at);
  }

  /** @throws MalformedError */
  name(): string {
    const start = this.#at;
    const length = this.u32("length of a name");
    if (length > MAX_NAME_BYTES) throw new MalformedError("Too long a name", start);
    const bytes = this.take(length, "name");
    if (!isUtf8(bytes)) throw new MalformedError("A name that is no UTF-8", start);
    return bytes.toString();
  }

  /** As often as the number says that comes first. @throws MalformedError */
  *repeat(what: string): Iterable<number> {
    const count = this.u32(`number of ${what}`);
    for (let index = 0; index < count; index++) yield index;
  }

  /** @throws MalformedError: there is more */
  end(what: string): void {
    if (!this.isAtEnd) throw new MalformedError(`More than ${what}`, this.#at);
  }

  /** Seven bits a byte, the lowest first; see "LEB128" in the specification. */
  #leb(bits: 32 | 64, what: string): bigint {
    const start = this.#at;
    let value = 0n;
    for (let shift = 0; shift < bits; shift += 7) {
      const byte = this.byte(what);
      value |= BigInt(byte & 0x7f) << BigInt(shift);
      if (byte < 0x80 && value < 1n << BigInt(bits)) return value;
    }
    throw new MalformedError(`Too large a number for ${what}`, start);
  }
}
