/**
 * Messages on a stream. Each is a frame: u32 bytes, and these. A stream begins with a mark that says what it is:
 *
 *   "cofferdam" | u16 version | u32 bytes | message | u32 bytes | message | …
 */
import { FIRST_FRAME_BYTES, MAX_MESSAGE_BYTES } from "../limits.js";
import { WireError } from "./error.js";
import { WIRE_VERSION } from "./messages.js";

const MARK = Buffer.from("cofferdam");
const MARK_BYTES = MARK.length + 2;
const LENGTH_BYTES = 4;

/** The mark, which a stream begins with. */
export function streamMark(version: number = WIRE_VERSION): Buffer {
  const mark = Buffer.alloc(MARK_BYTES);
  MARK.copy(mark);
  mark.writeUInt16LE(version, MARK.length);
  return mark;
}

/** What goes in front of a message. */
export function frameHeader(message: Uint8Array): Buffer {
  const header = Buffer.allocUnsafe(LENGTH_BYTES);
  header.writeUInt32LE(message.length);
  return header;
}

/** Takes a stream apart, whatever pieces it comes in. */
export class FrameParser {
  readonly #onMessage: (message: Buffer) => void;
  readonly #maxBytes: number;
  /** What of it is awaited, and the bytes that came: all of it when it is full. */
  #awaited: "mark" | "length" | "message" = "mark";
  #wanted = MARK_BYTES;
  #bytes = Buffer.alloc(MARK_BYTES);
  #have = 0;
  /** Bytes of the stream before what is awaited. */
  #offset = 0;
  /** Why there is nothing more to come. */
  #ended: { readonly error: unknown } | undefined;

  /** @param onMessage gets each message as soon as it is there, in memory that nobody writes to again */
  constructor(onMessage: (message: Buffer) => void, maxBytes: number = MAX_MESSAGE_BYTES) {
    this.#onMessage = onMessage;
    this.#maxBytes = maxBytes;
  }

  /** @throws WireError, or what `onMessage` threw; from then on always: the place in the stream is lost */
  push(chunk: Uint8Array): void {
    if (this.#ended) throw this.#ended.error;
    try {
      this.#parse(chunk);
    } catch (error) {
      this.#ended = { error };
      this.#bytes = Buffer.alloc(0);
      throw error;
    }
  }

  /** The stream has ended. @throws WireError in the middle of something */
  end(): void {
    if (this.#ended) throw this.#ended.error;
    if (this.#awaited === "length" && this.#have === 0) return;
    if (this.#awaited === "mark" && this.#have === 0) return;
    this.#fail("ERR_WIRE_TRUNCATED", `the stream ends in the middle of a ${this.#awaited}`);
  }

  #parse(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + this.#wanted - this.#have);
      this.#add(part);
      at += part.length;
      if (this.#have === this.#wanted) this.#complete();
    }
  }

  #add(part: Uint8Array): void {
    if (this.#have + part.length > this.#bytes.length) this.#grow(this.#have + part.length);
    this.#bytes.set(part, this.#have);
    this.#have += part.length;
  }

  /** At most twice what has arrived, however much was announced. */
  #grow(needed: number): void {
    const bytes = Buffer.allocUnsafeSlow(
      Math.min(this.#wanted, Math.max(needed, this.#bytes.length * 2)),
    );
    bytes.set(this.#bytes.subarray(0, this.#have));
    this.#bytes = bytes;
  }

  #complete(): void {
    const bytes = this.#bytes.subarray(0, this.#have);
    if (this.#awaited === "mark") this.#checkMark(bytes);
    const length = this.#awaited === "length" ? this.#checkedLength(bytes) : undefined;
    const isMessage = this.#awaited === "message";
    this.#offset += this.#have;
    this.#await(length);
    if (isMessage) this.#onMessage(bytes);
  }

  /** @param length of the message that is next; undefined: a length is */
  #await(length: number | undefined): void {
    this.#have = 0;
    this.#awaited = length === undefined ? "length" : "message";
    this.#wanted = length ?? LENGTH_BYTES;
    this.#bytes = Buffer.allocUnsafe(Math.min(this.#wanted, FIRST_FRAME_BYTES));
  }

  #checkMark(bytes: Buffer): void {
    if (!bytes.subarray(0, MARK.length).equals(MARK)) {
      this.#fail("ERR_WIRE_VERSION", "a stream of something else");
    }
    const version = bytes.readUInt16LE(MARK.length);
    if (version === WIRE_VERSION) return;
    this.#fail("ERR_WIRE_VERSION", `version ${version}, here it is ${WIRE_VERSION}`);
  }

  #checkedLength(bytes: Buffer): number {
    const length = bytes.readUInt32LE();
    if (length === 0) this.#fail("ERR_WIRE_VALUE", "an empty message");
    if (length <= this.#maxBytes) return length;
    return this.#fail(
      "ERR_WIRE_LIMIT",
      `a message of ${length} bytes, of ${this.#maxBytes} at most`,
    );
  }

  #fail(code: WireError["code"], reason: string): never {
    throw new WireError(code, reason, this.#offset);
  }
}
