import { escaped } from "../toml/visible.js";
import { type Difference, differencesOf } from "./difference.js";
import { differencesText } from "./difference-text.js";
import type { LockEntry, LockKind } from "./entry.js";
import { type Lock, pathInLock } from "./lock.js";
import { lockError, quoted } from "./lock-error.js";
import { MalformedError } from "./malformed.js";
import { malformedFile } from "./malformed-file.js";
import { digestOf, readEntry } from "./read-entry.js";
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
  if (entry === undefined) throw unlisted(lock, path);
  const differences = differencesFrom(entry, subject.kind, bytes);
  if (differences.length > 0) throw drift(lock, path, differences);
  return { path, sha256: entry.sha256 };
}

function differencesFrom(entry: LockEntry, kind: LockKind, bytes: Buffer): readonly Difference[] {
  const found = kind === "library" && entry.kind === "addon" ? entry.kind : kind; // an addon is one, too
  try {
    return differencesOf(entry, readEntry(entry.path, found, bytes));
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return ofUnreadable(entry, { kind: found, sha256: digestOf(bytes), size: bytes.length }, error);
  }
}

/** What can be told of a file that is another kind of file now. */
function ofUnreadable(
  entry: LockEntry,
  found: Pick<LockEntry, "kind" | "sha256" | "size">,
  error: MalformedError,
): readonly Difference[] {
  const differences = differencesOf(entry, { ...entry, ...found } as LockEntry);
  if (differences.length === 0) throw malformedFile(entry.path, found.kind, error);
  return differences;
}

function unlisted({ file, folder }: Lock, path: string): Error {
  return lockError(
    `Expected ${quoted(path)} in ${lockName(file, folder)}, got no entry for it. Run \`cofferdam lock\` if it is to be loaded.`,
    { problem: "unlisted", path },
  );
}

function drift(lock: Lock, path: string, differences: readonly Difference[]): Error {
  const line = lock.lineOf(path);
  const place = `${lockName(lock.file, lock.folder)}${line === null ? "" : `:${line}`}`;
  return lockError(
    `Expected ${quoted(path)} as it is in ${place}, got another file:\n${differencesText(differences)}\n` +
      "Load the file that was meant; or, if the change is, run `cofferdam lock`, and read what it changes.",
    { problem: "drift", path, differences },
  );
}

function lockName(file: string | null, folder: string): string {
  return file === null ? `the lock of ${quoted(folder)}` : escaped(file);
}
