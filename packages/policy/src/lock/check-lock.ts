import { digestOf } from "../files/digest.js";
import { escaped } from "../toml/visible.js";
import { type Difference, differencesOf } from "./difference.js";
import { differencesText } from "./difference-text.js";
import type { LockEntry } from "./entry.js";
import { type Lock, pathInLock } from "./lock.js";
import { lockError, quoted } from "./lock-error.js";
import { MalformedError } from "./malformed.js";
import { malformedFile } from "./malformed-file.js";
import { readEntry } from "./read-entry.js";
import { bytesOf, type LockSubject } from "./subject.js";

/** What a file was found to be. Pin the digest where whoever loads it opens it anew. */
export interface Locked {
  /** As in the lock. */
  readonly path: string;
  readonly sha256: string;
}

/**
 * Holds a file against its entry: the digest, and all else that is written there. So a lock cannot tell those who read it
 * something about a file that is not so.
 *
 * @throws ERR_POLICY_LOCK: the file is not in the lock, or not what that has, or it cannot be read
 */
export function checkLock(lock: Lock, subject: LockSubject): Locked {
  const { realPath, bytes } = bytesOf(subject);
  const path = pathInLock(lock.folder, realPath);
  const entry = lock.entries.get(path);
  if (entry === undefined) throw unlisted(lock, realPath);
  const differences = differencesFrom(entry, { ...subject, path: realPath }, bytes);
  if (differences.length > 0) throw drift(lock, realPath, differences);
  return { path, sha256: entry.sha256 };
}

/** @param subject by its real path */
function differencesFrom(
  entry: LockEntry,
  { kind, path }: LockSubject,
  bytes: Buffer,
): readonly Difference[] {
  const found = kind === "library" && entry.kind === "addon" ? entry.kind : kind; // an addon is one, too
  try {
    return differencesOf(entry, readEntry(entry.path, found, bytes));
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    const now = { kind: found, sha256: digestOf(bytes), size: bytes.length };
    const differences = differencesOf(entry, { ...entry, ...now } as LockEntry); // more cannot be told
    if (differences.length === 0) throw malformedFile(path, found, error);
    return differences;
  }
}

function unlisted({ file, folder }: Lock, realPath: string): Error {
  const path = quoted(pathInLock(folder, realPath));
  return lockError(
    `Expected ${path} in ${lockName(file, folder)}, got no entry for it. Run \`cofferdam lock\` if it is to be loaded.`,
    { problem: "unlisted", path: realPath },
  );
}

function drift(lock: Lock, realPath: string, differences: readonly Difference[]): Error {
  const path = pathInLock(lock.folder, realPath);
  const line = lock.lineOf(path);
  const place = `${lockName(lock.file, lock.folder)}${line === null ? "" : `:${line}`}`;
  return lockError(
    `Expected ${quoted(path)} as it is in ${place}, got another file:\n${differencesText(differences)}\n` +
      "Load the file that was meant; or, if the change is, run `cofferdam lock`, and read what it changes.",
    { problem: "drift", path: realPath, differences },
  );
}

function lockName(file: string | null, folder: string): string {
  return file === null ? `the lock of ${quoted(folder)}` : escaped(file);
}
