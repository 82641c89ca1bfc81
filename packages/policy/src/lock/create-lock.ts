import type { LockEntry } from "./entry.js";
import { MAX_LOCKED_FILES } from "./limits.js";
import { entriesByPath, type Lock, pathInLock } from "./lock.js";
import { lockError } from "./lock-error.js";
import { MalformedError } from "./malformed.js";
import { malformedFile } from "./malformed-file.js";
import { readEntry } from "./read-entry.js";
import { realFolder } from "./real-folder.js";
import { bytesOf, type LockSubject } from "./subject.js";

/**
 * Locks these files as they are now. One file after the other is held in memory.
 *
 * @param folder where the lock will be
 * @throws ERR_POLICY_LOCK
 */
export function createLock(subjects: readonly LockSubject[], folder: string): Lock {
  const base = realFolder(folder);
  const entries = new Map<string, LockEntry>();
  for (const subject of subjects) {
    const entry = entryOf(subject, base);
    const other = entries.get(entry.path);
    entries.set(entry.path, other === undefined ? entry : both(other, entry));
    if (entries.size > MAX_LOCKED_FILES) throw tooMany(base);
  }
  return {
    file: null,
    folder: base,
    entries: entriesByPath([...entries.values()]),
    lineOf: () => null,
  };
}

function entryOf(subject: LockSubject, folder: string): LockEntry {
  const { realPath, bytes } = bytesOf(subject);
  const path = pathInLock(folder, realPath);
  try {
    return readEntry(path, subject.kind, bytes);
  } catch (cause) {
    if (!(cause instanceof MalformedError)) throw cause;
    throw malformedFile(realPath, subject.kind, cause);
  }
}

/** An addon may be loaded as a library, too: then it is locked as the addon that it is. */
function both(one: LockEntry, other: LockEntry): LockEntry {
  return one.kind === "addon" ? one : other;
}

function tooMany(folder: string): Error {
  return lockError(
    `Expected at most ${MAX_LOCKED_FILES} files to lock, got more. Write narrower patterns.`,
    { problem: "file", path: folder },
  );
}
