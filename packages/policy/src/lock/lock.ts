import { posix } from "node:path";
import type { LockEntry } from "./entry.js";

/** The files that may be loaded, as they were when they were locked. */
export interface Lock {
  /** As it was given; null: it has been made, and is in no file. */
  readonly file: string | null;
  /** A real path: where the entries' paths begin. */
  readonly folder: string;
  /** By their paths, and in the order of those. */
  readonly entries: ReadonlyMap<string, LockEntry>;
  /** Where an entry begins in the file. null: it is not there, or nobody can say. */
  lineOf(path: string): number | null;
}

/** A file's path as a lock has it: whole where it is outside of the folder. */
export function pathInLock(folder: string, realPath: string): string {
  const relative = posix.relative(folder, realPath);
  return relative === ".." || relative.startsWith("../") ? realPath : relative;
}

/** In the order of their paths, which no machine's language changes. */
export function entriesByPath(entries: readonly LockEntry[]): ReadonlyMap<string, LockEntry> {
  const order = [...entries].sort((one, other) => (one.path < other.path ? -1 : 1));
  return new Map(order.map((entry) => [entry.path, entry]));
}
