/** Messages in the memory that a ring's records point into. Whose part is whose is known here only. */
import type { HostHandle, HostRing, NativeHelper } from "../native.js";
import { limitError } from "../wire/error.js";
import { ROOM_BYTES, STANDING_BYTES } from "../wire/rooms.js";

/** A part of the payload that belongs to one request. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

export class Payload {
  readonly #native: NativeHelper;
  readonly #handle: HostHandle;
  readonly #bytes: Buffer;

  constructor(native: NativeHelper, ring: HostRing) {
    this.#native = native;
    this.#handle = ring.handle;
    this.#bytes = Buffer.from(ring.payload);
    native.allocate(ring.handle, STANDING_BYTES); // the first: it begins at 0
  }

  /** Undefined: there is no room now. @throws RangeError when there never is */
  reserve(length: number): Place | undefined {
    if (length > this.#bytes.length - STANDING_BYTES) throw tooLarge(length, this.#bytes.length);
    const offset = this.#native.allocate(this.#handle, length);
    return offset < 0 ? undefined : { offset, length };
  }

  /** Gives a place back; a standing room stays. */
  release({ offset }: Place): void {
    if (offset >= STANDING_BYTES) this.#native.release(this.#handle, offset);
  }

  /** A message into a standing room, or into a place of its own when it is longer. */
  put(message: Buffer, room: number): Place {
    const { length } = message;
    const place = length <= ROOM_BYTES ? { offset: room, length } : this.reserve(length);
    if (place === undefined) throw tooLarge(length, this.#bytes.length);
    this.#bytes.set(message, place.offset);
    return place;
  }

  write(message: Buffer, { offset }: Place): void {
    this.#bytes.set(message, offset);
  }

  /** A copy: the helper can write to the memory at any time. @param length checked to be that of the place at most */
  copy({ offset }: Place, length: number): Buffer {
    return Buffer.from(this.#bytes.subarray(offset, offset + length));
  }
}

function tooLarge(length: number, most: number): RangeError {
  return limitError(
    `Expected calls of at most ${most} bytes in all at a time, got one more of ${length}. ` +
      "Give what is larger as memory of `alloc`, or wait for the calls that run.",
  );
}
