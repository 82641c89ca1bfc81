/** Reading what somebody else wrote: every offset is checked here. */
import { fstatSync, readSync } from "node:fs";

/** What is read by offset: a file, or bytes in memory. */
export interface Bytes {
  readonly size: number;
  /** As many as there are, `length` at most; `offset` is not behind the end. */
  read(offset: number, length: number): Buffer;
}

/** The bytes are not what they should be. */
export class MalformedError extends Error {
  readonly offset: number;

  constructor(what: string, offset: number | bigint) {
    super(`${what} at byte ${offset}`);
    this.offset = Number(offset);
  }

  override get name(): string {
    return "MalformedError";
  }
}

export function bytesOfBuffer(buffer: Buffer): Bytes {
  return {
    size: buffer.length,
    read: (offset, length) => buffer.subarray(offset, offset + length),
  };
}

/** @param fd borrowed; its position is not moved */
export function bytesOfFile(fd: number): Bytes {
  const read = (offset: number, length: number) => {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(fd, buffer, 0, length, offset));
  };
  return { size: fstatSync(fd).size, read };
}

/** Exactly `length` bytes. @throws MalformedError */
export function take(bytes: Bytes, offset: number | bigint, length: number, what: string): Buffer {
  if (BigInt(offset) + BigInt(length) > bytes.size) throw new MalformedError(`No ${what}`, offset);
  const taken = bytes.read(Number(offset), length);
  if (taken.length < length) throw new MalformedError(`No ${what}`, offset); // it was cut meanwhile
  return taken;
}

/** Text that ends in a NUL within `limit` bytes. @throws MalformedError */
export function takeText(
  bytes: Bytes,
  offset: number | bigint,
  limit: number,
  what: string,
): string {
  if (BigInt(offset) >= bytes.size) throw new MalformedError(`No ${what}`, offset);
  const taken = bytes.read(Number(offset), Math.min(limit, bytes.size - Number(offset)));
  const end = taken.indexOf(0);
  if (end === -1) throw new MalformedError(`No end of ${what}`, offset);
  return taken.toString("utf8", 0, end);
}
