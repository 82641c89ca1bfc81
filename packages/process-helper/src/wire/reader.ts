import { isUtf8 } from "node:buffer";
import { MAX_STRING_BYTES } from "../limits.js";
import { WireError, type WireErrorCode } from "./error.js";

/** Up to here a loop is faster than the call into Node. */
const SHORT_TEXT = 24;

/** Eight bytes as numbers: quicker than a DataView of each message. */
const eight = new DataView(new ArrayBuffer(8));

/** Reads what a `Writer` wrote. Whatever the bytes are, it gives what was asked for or throws a WireError. */
export class Reader {
  readonly #bytes: Buffer;
  readonly #end: number;
  #at: number;

  /**
   * @param from where to begin; offsets are those in `bytes` all the same
   * @param to where to end
   */
  constructor(bytes: Uint8Array, from: number = 0, to: number = bytes.length) {
    this.#bytes = Buffer.isBuffer(bytes) ? bytes : bufferOf(bytes);
    this.#at = from;
    this.#end = to;
  }

  /** The byte that is read next. */
  get at(): number {
    return this.#at;
  }

  get left(): number {
    return this.#end - this.#at;
  }

  u8(): number {
    return this.#bytes[this.#take(1)] as number;
  }

  u32(): number {
    return this.i32() >>> 0;
  }

  i32(): number {
    const at = this.#take(4);
    return this.#word(at);
  }

  f64(): number {
    this.#takeEight();
    return eight.getFloat64(0, true);
  }

  u64(): bigint {
    this.#takeEight();
    return eight.getBigUint64(0, true);
  }

  /** So many bytes: a view of the message, no copy. */
  raw(bytes: number): Buffer {
    const from = this.#take(bytes);
    return this.#bytes.subarray(from, from + bytes);
  }

  /** A reader of the next bytes, which are read here then. */
  part(bytes: number): Reader {
    const from = this.#take(bytes);
    return new Reader(this.#bytes, from, from + bytes);
  }

  /**
   * A number of things that follow.
   *
   * @param least bytes that each of them takes: so many must be left, before memory is taken for any
   */
  count(least: number, most: number, things: string): number {
    const { at } = this;
    const count = this.u32();
    if (count > most) this.fail("ERR_WIRE_LIMIT", `${count} ${things}, of ${most} at most`, at);
    if (count * least > this.left) {
      this.fail("ERR_WIRE_TRUNCATED", `no room for ${count} ${things}`, at);
    }
    return count;
  }

  utf8(): string {
    const { at } = this;
    const length = this.count(1, MAX_STRING_BYTES, "bytes of text");
    const from = this.#take(length);
    if (length <= SHORT_TEXT) {
      const text = this.#ascii(from, length);
      if (text !== undefined) return text;
    }
    const end = from + length;
    if (!isUtf8(this.#bytes.subarray(from, end))) {
      this.fail("ERR_WIRE_VALUE", "a text that is not UTF-8", at);
    }
    return this.#bytes.toString("utf8", from, end);
  }

  utf16(): string {
    const { at } = this;
    const length = this.count(1, MAX_STRING_BYTES, "bytes of text");
    if (length % 2 === 1) this.fail("ERR_WIRE_VALUE", "half a character", at);
    const from = this.#take(length);
    return this.#bytes.toString("utf16le", from, from + length);
  }

  /** @throws WireError unless everything was read */
  end(): void {
    if (this.left > 0) this.fail("ERR_WIRE_TRAILING", `${this.left} bytes too many`);
  }

  fail(code: WireErrorCode, reason: string, at: number = this.#at): never {
    throw new WireError(code, reason, at);
  }

  #ascii(from: number, length: number): string | undefined {
    let text = "";
    for (let at = from; at < from + length; at++) {
      const unit = this.#bytes[at] as number;
      if (unit > 0x7f) return undefined;
      text += String.fromCharCode(unit);
    }
    return text;
  }

  #takeEight(): void {
    const at = this.#take(8);
    eight.setInt32(0, this.#word(at), true);
    eight.setInt32(4, this.#word(at + 4), true);
  }

  #word(at: number): number {
    const bytes = this.#bytes;
    const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
    return low | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
  }

  /** The one place that knows where the bytes end. */
  #take(bytes: number): number {
    const at = this.#at;
    if (bytes > this.#end - at) {
      this.fail("ERR_WIRE_TRUNCATED", `${bytes} bytes wanted, ${this.left} left`);
    }
    this.#at = at + bytes;
    return at;
  }
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
