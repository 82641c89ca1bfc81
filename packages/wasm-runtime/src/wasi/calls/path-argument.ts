import { Filetype } from "../abi/constants.js";
import type { GuestMemory } from "../abi/guest-memory.js";
import { refuse } from "../errno.js";
import type { Directory } from "../files/directory.js";
import { Link } from "../files/directory.js";
import type { Stat } from "../files/stat.js";
import type { Place } from "../files/walk.js";
import { MAX_PATH_BYTES } from "../limits.js";

/** @throws EFAULT, ENAMETOOLONG, EILSEQ */
export function readPath(memory: GuestMemory, pointer: number, length: number): string {
  memory.check(pointer, length);
  if (length > MAX_PATH_BYTES) refuse("ENAMETOOLONG");
  return memory.text(pointer, length);
}

/** What is at a place; a Link: it is one, and to be followed. @throws ENOENT, ENOTDIR */
export function statOf({ directory, name, asDirectory }: Place, follows: boolean): Stat | Link {
  if (name === undefined) return directory.statSelf();
  const stat = directory.stat(name);
  if (stat.filetype === Filetype.symbolicLink && (follows || asDirectory)) {
    return new Link(directory.readlink(name));
  }
  if (asDirectory && stat.filetype !== Filetype.directory) refuse("ENOTDIR");
  return stat;
}

/** The name that something is to get. @throws EEXIST, ENOENT: only a directory's may end in a slash */
export function freeName({ directory, name, asDirectory }: Place): string {
  if (name === undefined) return refuse("EEXIST");
  if (!asDirectory) return name;
  directory.stat(name);
  return refuse("EEXIST");
}

/** @throws EXDEV: also where the host has both in one file system, for only one of them may be writable */
export function checkSameTree(one: Directory, other: Directory): void {
  if (one.tree !== other.tree) refuse("EXDEV");
}
