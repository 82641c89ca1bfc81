import { MAX_KEPT_BYTES, MAX_MESSAGE_BYTES, MAX_STRING_BYTES } from "../limits.js";
import { limitError } from "./error.js";

const FIRST_BYTES = 1024;
/** Up to here a loop is faster than the call into Node. */
const SHORT_TEXT = 24;

/**
 * Bytes that are written one after another, little-endian. Of one message at a time: values may have getters, which
 * may have a message of their own to write.
 */
export class Writer {
  readonly #maxBytes: number;
  #bytes: Buffer;
  #view: DataView;
  #at = 0;

  constructor(maxBytes: number = MAX_MESSAGE_BYTES) {
    this.#maxBytes = maxBytes;
    this.#bytes = Buffer.allocUnsafeSlow(Math.min(FIRST_BYTES, maxBytes));
    this.#view = viewOf(this.#bytes);
  }

  /** Bytes written. */
  get length(): number {
    return this.#at;
  }

  /** What was written: borrowed until the next write. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  /** Begins anew, in the same memory unless that is much. */
  reset(): void {
    this.#at = 0;
    if (this.#bytes.length > MAX_KEPT_BYTES) this.#use(Buffer.allocUnsafeSlow(FIRST_BYTES));
  }

  /** Takes back what was written since. @param length of what is left */
  rewind(length: number): void {
    this.#at = Math.min(this.#at, length);
  }

  u8(value: number): void {
    this.#room(1);
    this.#view.setUint8(this.#at, value);
    this.#at += 1;
  }

  u32(value: number): void {
    this.#room(4);
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
  }

  i32(value: number): void {
    this.#room(4);
    this.#view.setInt32(this.#at, value, true);
    this.#at += 4;
  }

  f64(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  u64(value: bigint): void {
    this.#room(8);
    this.#view.setBigUint64(this.#at, value, true);
    this.#at += 8;
  }

  /** Leaves room for a `u32` that is known later. @returns what `patch` takes */
  reserve(): number {
    this.u32(0);
    return this.#at - 4;
  }

  /** The bytes that were written since. */
  patch(reserved: number): void {
    this.#view.setUint32(reserved, this.#at - reserved - 4, true);
  }

  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** Bytes of UTF-8, then these. @param text well-formed */
  utf8(text: string): void {
    const { length } = text;
    if (length <= SHORT_TEXT && this.#ascii(text)) return;
    const bytes = Buffer.byteLength(text);
    this.#checkText(bytes);
    this.u32(bytes);
    this.#room(bytes);
    this.#at += this.#bytes.write(text, this.#at, "utf8");
  }

  /** Bytes of UTF-16, then these: any text. */
  utf16(text: string): void {
    const bytes = text.length * 2;
    this.#checkText(bytes);
    this.u32(bytes);
    this.#room(bytes);
    this.#at += this.#bytes.write(text, this.#at, "utf16le");
  }

  #ascii(text: string): boolean {
    const { length } = text;
    this.#room(4 + length);
    const start = this.#at + 4;
    for (let index = 0; index < length; index++) {
      const unit = text.charCodeAt(index);
      if (unit > 0x7f) return false;
      this.#view.setUint8(start + index, unit);
    }
    this.u32(length);
    this.#at += length;
    return true;
  }

  #checkText(bytes: number): void {
    if (bytes <= MAX_STRING_BYTES) return;
    throw limitError(`Expected a text of at most ${MAX_STRING_BYTES} bytes, got one of ${bytes}.`);
  }

  #room(bytes: number): void {
    if (this.#at + bytes > this.#bytes.length) this.#grow(this.#at + bytes);
  }

  #grow(needed: number): void {
    if (needed > this.#maxBytes) {
      throw limitError(
        `Expected values of at most ${this.#maxBytes} bytes for one call, got more. ` +
          "Give what is larger as memory of the arena.",
      );
    }
    const bytes = Buffer.allocUnsafeSlow(
      Math.min(this.#maxBytes, Math.max(needed, this.#bytes.length * 2)),
    );
    bytes.set(this.#bytes.subarray(0, this.#at));
    this.#use(bytes);
  }

  #use(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
