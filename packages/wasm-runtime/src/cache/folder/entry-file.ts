import { randomUUID } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  futimesSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { MAX_ENTRY_BYTES } from "../limits.js";

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK } = constants;
const OTHERS_MAY_WRITE = 0o022;

/** What an entry's file is called, and one that is being written. */
export const ENTRY_NAME: RegExp = /^[0-9a-f]{64}\.metered$/;
export const UNFINISHED_NAME: RegExp = /^[0-9a-f]{64}\.[0-9a-f-]{36}\.unfinished$/;

/**
 * @param user whose it has to be
 * @returns undefined: it may be somebody else's, or is no regular file
 * @throws what the system says
 */
export function readEntryFile(
  folder: string,
  key: string,
  user: number,
): Buffer<ArrayBuffer> | undefined {
  // a link is not followed, a pipe not waited for
  const fd = openSync(`${folder}/${key}.metered`, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats = fstatSync(fd);
    const isOwn = stats.uid === user && (stats.mode & OTHERS_MAY_WRITE) === 0;
    if (!isOwn || !stats.isFile() || stats.size > MAX_ENTRY_BYTES) return undefined;
    markUsed(fd);
    return read(fd, stats.size);
  } finally {
    closeSync(fd);
  }
}

/** Those that were not used go first. */
function markUsed(fd: number): void {
  const now = new Date();
  try {
    futimesSync(fd, now, now);
  } catch {
    // where nothing can be written, nothing will have to go
  }
}

/** As much as there is of `size` bytes. */
function read(fd: number, size: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.allocUnsafeSlow(size);
  let at = 0;
  for (let more = 1; more > 0 && at < size; at += more) {
    more = readSync(fd, bytes, at, size - at, at);
  }
  return bytes.subarray(0, at);
}

/** Whoever reads it meanwhile finds all of it, or none. @throws what the system says */
export function writeEntryFile(folder: string, key: string, bytes: Uint8Array): void {
  const unfinished = `${folder}/${key}.${randomUUID()}.unfinished`;
  const fd = openSync(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    try {
      writeFileSync(fd, bytes);
    } finally {
      closeSync(fd);
    }
    renameSync(unfinished, `${folder}/${key}.metered`);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
