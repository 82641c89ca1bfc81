import { constants, fstatSync, openSync, readlinkSync } from "node:fs";
import { refuse } from "../errno.js";
import { Link, type OpenHow } from "../files/directory.js";
import { ENTRY_COST_BYTES } from "../limits.js";
import { attempt, errnoOf } from "./attempt.js";
import type { CloseFd, HostTree } from "./host-tree.js";

/** Linux's; Node does not name it. It opens a place, not what is in it: no device or pipe notices. */
export const O_PATH = 0o10000000;

/** Enters a directory, and nothing but one: no link, no other file. */
export const ENTERING = O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** What opens must not do, whatever is in the place: wait for the other end of a pipe, or get us a terminal. */
const HARMLESS = constants.O_NONBLOCK | constants.O_NOCTTY;

export function flagsOf(how: OpenHow): number {
  // files are truncated when they are open, and known to be files
  const access = how.write || how.truncate ? constants.O_RDWR : constants.O_RDONLY;
  return access | HARMLESS | (how.directory ? constants.O_DIRECTORY : 0);
}

/**
 * Opens what a path names, whose last name is all that is not certain; a link is not followed but told.
 *
 * @returns a descriptor, owned by the caller
 */
export function openPlace(path: string, flags: number): number | Link {
  try {
    return openSync(path, flags | constants.O_NOFOLLOW);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === undefined) throw error;
    // to O_DIRECTORY a link is no directory
    if (errno === "ELOOP" || errno === "ENOTDIR") return linkAt(path) ?? refuse(errno);
    return refuse(errno);
  }
}

/** undefined: it is no link, or none any more. */
function linkAt(path: string): Link | undefined {
  try {
    return new Link(readlinkSync(path));
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return undefined;
  }
}

/** The same; the file may be a new one, which is paid for. */
export function openOrCreate(tree: HostTree, path: string, how: OpenHow): number | Link {
  const flags = flagsOf(how);
  if (!how.create) return openPlace(path, flags);
  if (!how.exclusive) {
    const found = openIfThere(path, flags);
    if (found !== undefined) return found;
  }
  const creating = flags | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  return tree.quota.paying(ENTRY_COST_BYTES, () => attempt(() => openSync(path, creating, 0o666)));
}

function openIfThere(path: string, flags: number): number | Link | undefined {
  try {
    return openPlace(path, flags);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** @throws ENOTSUP, and closes it: devices, pipes and sockets are no files to a guest */
export function isDirectoryFd(fd: number, close: CloseFd): boolean {
  const stats = fstatSync(fd);
  if (stats.isFile()) return false;
  if (stats.isDirectory()) return true;
  close(fd);
  return refuse("ENOTSUP");
}
