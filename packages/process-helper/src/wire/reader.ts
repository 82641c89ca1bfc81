import { isUtf8 } from "node:buffer";
import { MAX_STRING_BYTES } from "../limits.js";
import { WireError, type WireErrorCode } from "./error.js";

/** Up to here a loop is faster than the call into Node. */
const SHORT_TEXT = 24;

/** Reads what a `Writer` wrote. Whatever the bytes are, it gives what was asked for or throws a WireError. */
export class Reader {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #end: number;
  #at: number;

  /** @param from where to begin, and @param to where to end; offsets are those in `bytes` all the same */
  constructor(bytes: Uint8Array, from = 0, to: number = bytes.length) {
    const { buffer, byteOffset, byteLength } = bytes;
    this.#bytes = Buffer.from(buffer, byteOffset, byteLength);
    this.#view = new DataView(buffer, byteOffset, byteLength);
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
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#take(8), true);
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
    if (count * least > this.left)
      this.fail("ERR_WIRE_TRUNCATED", `no room for ${count} ${things}`, at);
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
    if (!isUtf8(this.#bytes.subarray(from, end)))
      this.fail("ERR_WIRE_VALUE", "a text that is not UTF-8", at);
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
      const unit = this.#view.getUint8(at);
      if (unit > 0x7f) return undefined;
      text += String.fromCharCode(unit);
    }
    return text;
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
