/** A file's bytes, all of them of one moment, as far as its times tell: they change a few hundred times a second at most. */
import { type BigIntStats, fstatSync, readSync } from "node:fs";
import { MAX_READINGS } from "./limits.js";

/** Why there are none, to follow "got". */
export class ReadError extends Error {}

/**
 * @param fd borrowed; its position is not moved
 * @throws ReadError, or what read(2) says
 */
export function readBytes(fd: number, most: number): Buffer {
  for (let reading = 0; reading < MAX_READINGS; reading++) {
    const before = fstatSync(fd, { bigint: true });
    if (!before.isFile()) throw new ReadError("what is no regular file");
    if (before.size > most)
      throw new ReadError(`${before.size} bytes, and ${most} at most are read`);
    const bytes = readAll(fd, Number(before.size));
    if (isSame(before, fstatSync(fd, { bigint: true })) && bytes !== undefined) return bytes;
  }
  throw new ReadError("one that changes while it is read");
}

/** undefined: there are fewer. */
function readAll(fd: number, size: number): Buffer | undefined {
  const bytes = Buffer.allocUnsafeSlow(size);
  for (let at = 0; at < size; ) {
    const length = readSync(fd, bytes, at, size - at, at);
    if (length === 0) return undefined;
    at += length;
  }
  return bytes;
}

function isSame(before: BigIntStats, after: BigIntStats): boolean {
  return (
    before.size === after.size &&
    before.mtimeNs === after.mtimeNs &&
    before.ctimeNs === after.ctimeNs
  );
}
