/** A file that is locked, or held against a lock. */
import { closeSync } from "node:fs";
import { posix } from "node:path";
import {
  NotRegularError,
  openRegularFile,
  pathOfDescriptor,
  realPathOf,
} from "@cofferdam/admission";
import { ReadError, readBytes } from "../files/read-bytes.js";
import type { LockKind } from "./entry.js";
import { MAX_LOCKED_BYTES, MAX_OPENINGS } from "./limits.js";
import { lockError, quoted, reasonOf } from "./lock-error.js";

export interface LockSubject {
  readonly kind: LockKind;
  /** With a `content`, the real path of that. */
  readonly path: string;
  /** The file as it is open (borrowed), or its bytes, where somebody has them: those are what is looked at. */
  readonly content?: number | Uint8Array | undefined;
}

export interface SubjectBytes {
  readonly realPath: string;
  readonly bytes: Buffer;
}

/** @throws ERR_POLICY_LOCK */
export function bytesOf({ path, content }: LockSubject): SubjectBytes {
  try {
    if (content === undefined) return openAndRead(posix.resolve(path));
    return { realPath: posix.resolve(path), bytes: bytesIn(content) };
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function bytesIn(content: number | Uint8Array): Buffer {
  if (typeof content === "number") return readBytes(content, MAX_LOCKED_BYTES);
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}

/** What is open says itself where it is: no link on the way can be exchanged behind that. */
function openAndRead(path: string): SubjectBytes {
  for (let opening = 0; opening < MAX_OPENINGS; opening++) {
    const { fd } = openRegularFile(path);
    try {
      const realPath = pathOfDescriptor(fd) ?? realPathOf(path).realPath;
      if (realPath.endsWith(" (deleted)")) continue; // another one has taken its place
      return { realPath, bytes: readBytes(fd, MAX_LOCKED_BYTES) };
    } finally {
      closeSync(fd);
    }
  }
  throw new ReadError("another file each time it was opened");
}

function unreadable(path: string, cause: unknown): Error {
  const got = cause instanceof NotRegularError ? "what is no regular file" : gotOf(cause);
  return lockError(
    `Expected a file to lock at ${quoted(path)}, got ${got}. Give the path of a file that this user may read.`,
    { problem: "file", path, cause },
  );
}

function gotOf(cause: unknown): string {
  return cause instanceof ReadError ? cause.message : `nothing (${reasonOf(cause)})`;
}
