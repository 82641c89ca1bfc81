import { closeSync } from "node:fs";
import { posix } from "node:path";
import { NotRegularError, openRegularFile } from "@cofferdam/admission";
import { ReadError, readBytes } from "../files/read-bytes.js";
import { MAX_LOCK_BYTES } from "./limits.js";
import type { Lock } from "./lock.js";
import { lockError, quoted, reasonOf } from "./lock-error.js";
import { parseLock } from "./parse-lock.js";
import { realFolder } from "./real-folder.js";

/** @throws ERR_POLICY_LOCK: it is not there, or it is no lock */
export function readLock(file: string): Lock {
  const path = posix.resolve(file);
  const bytes = bytesAt(path, file);
  return parseLock(bytes, file, realFolder(posix.dirname(path)));
}

function bytesAt(path: string, file: string): Buffer {
  let fd: number | undefined;
  try {
    ({ fd } = openRegularFile(path));
    return readBytes(fd, MAX_LOCK_BYTES);
  } catch (cause) {
    throw unreadable(file, cause);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function unreadable(file: string, cause: unknown): Error {
  return lockError(
    `Expected a lock at ${quoted(file)}, got ${gotOf(cause)}. Run \`cofferdam lock\` to make it.`,
    { problem: "lock", path: file, cause },
  );
}

function gotOf(cause: unknown): string {
  if (cause instanceof NotRegularError) return "what is no regular file";
  return cause instanceof ReadError ? cause.message : `nothing (${reasonOf(cause)})`;
}
