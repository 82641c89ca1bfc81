import { createHash } from "node:crypto";
import { readSync } from "node:fs";
import { MAX_HASHED_BYTES } from "./limits.js";

const CHUNK_BYTES = 1024 ** 2;

/** SHA-256 in hex of all of an open file; undefined: it has more bytes than are hashed. */
export function sha256Of(fd: number): string | undefined {
  const hash = createHash("sha256");
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let at = 0; at <= MAX_HASHED_BYTES; ) {
    const length = readSync(fd, chunk, 0, CHUNK_BYTES, at);
    if (length === 0) return hash.digest("hex");
    hash.update(chunk.subarray(0, length));
    at += length;
  }
  return undefined;
}
