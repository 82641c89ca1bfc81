import { Filetype, Lookupflags } from "../abi/constants.js";
import { Right } from "../abi/rights.js";
import { encodeText } from "../abi/text.js";
import { refuse } from "../errno.js";
import { type Directory, Link } from "../files/directory.js";
import { type Place, type Visit, walk } from "../files/walk.js";
import type { System } from "../system.js";
import { putFilestat } from "./filestat.js";
import { checkSameTree, freeName, readPath, statOf } from "./path-argument.js";
import { timesOf } from "./times.js";

/** What is done with names; with as many parameters as preview 1 has. */
export function pathCalls({ memory, descriptors, clock }: System) {
  /** Walks from a descriptor that has the right. */
  function at<T>(fd: number, right: number, path: readonly [number, number], visit: Visit<T>): T {
    const { directory } = descriptors.directory(fd, right);
    return walk(directory, readPath(memory, ...path), visit);
  }

  return {
    path_create_directory(fd: number, path: number, length: number): void {
      at(fd, Right.pathCreateDirectory, [path, length], ({ directory, name }) =>
        name === undefined ? refuse("EEXIST") : directory.mkdir(name),
      );
    },
    path_filestat_get(fd: number, flags: number, path: number, length: number, to: number): void {
      const follows = followsLinks(flags);
      const stat = at(fd, Right.pathFilestatGet, [path, length], (place) => statOf(place, follows));
      putFilestat(memory, to, stat);
    },
    path_filestat_set_times(
      fd: number,
      flags: number,
      path: number,
      length: number,
      atim: bigint,
      mtim: bigint,
      timeFlags: number,
    ): void {
      const follows = followsLinks(flags);
      const times = timesOf(clock, atim, mtim, timeFlags);
      at(fd, Right.pathFilestatSetTimes, [path, length], (place) => {
        const stat = statOf(place, follows);
        if (stat instanceof Link) return stat;
        if (place.name === undefined) return place.directory.setTimesSelf(times);
        return place.directory.setTimes(place.name, times);
      });
    },
    path_link(
      fd: number,
      flags: number,
      path: number,
      length: number,
      newFd: number,
      newPath: number,
      newLength: number,
    ): void {
      if (followsLinks(flags)) refuse("EINVAL"); // as wasmtime
      const to = descriptors.directory(newFd, Right.pathLinkTarget).directory;
      const target = readPath(memory, newPath, newLength);
      at(fd, Right.pathLinkSource, [path, length], (from) =>
        walk(to, target, (place) => link(from, place)),
      );
    },
    path_readlink(
      fd: number,
      path: number,
      length: number,
      buffer: number,
      size: number,
      used: number,
    ): void {
      const into = memory.bytes(buffer, size);
      memory.check(used, 4);
      const target = at(fd, Right.pathReadlink, [path, length], readlink);
      const bytes = encodeText(target).subarray(0, size);
      into.set(bytes);
      memory.setU32(used, bytes.length);
    },
    path_remove_directory(fd: number, path: number, length: number): void {
      at(fd, Right.pathRemoveDirectory, [path, length], ({ directory, name }) =>
        name === undefined ? refuse("EINVAL") : directory.rmdir(name),
      );
    },
    path_rename(
      fd: number,
      path: number,
      length: number,
      newFd: number,
      newPath: number,
      newLength: number,
    ): void {
      const to = descriptors.directory(newFd, Right.pathRenameTarget).directory;
      const target = readPath(memory, newPath, newLength);
      at(fd, Right.pathRenameSource, [path, length], (from) =>
        walk(to, target, (place) => rename(from, place)),
      );
    },
    path_symlink(
      target: number,
      targetLength: number,
      fd: number,
      path: number,
      length: number,
    ): void {
      const text = readPath(memory, target, targetLength);
      checkTarget(text);
      at(fd, Right.pathSymlink, [path, length], (place) =>
        place.directory.symlink(text, freeName(place)),
      );
    },
    path_unlink_file(fd: number, path: number, length: number): void {
      at(fd, Right.pathUnlinkFile, [path, length], unlink);
    },
  };
}

/** @throws EINVAL */
export function followsLinks(flags: number): boolean {
  if (flags & ~Lookupflags.symlinkFollow) refuse("EINVAL");
  return flags === Lookupflags.symlinkFollow;
}

export function link({ directory, name, asDirectory }: Place, to: Place): void {
  if (name === undefined) refuse("EPERM"); // directories have one name
  if (asDirectory) requireDirectory(directory, name);
  else if (to.asDirectory) directory.stat(name);
  const newName = freeName(to);
  checkSameTree(directory, to.directory);
  directory.link(name, to.directory, newName);
}

export function rename({ directory, name, asDirectory }: Place, to: Place): void {
  if (name === undefined || to.name === undefined) refuse("EBUSY");
  if (asDirectory || to.asDirectory) requireDirectory(directory, name);
  checkSameTree(directory, to.directory);
  directory.rename(name, to.directory, to.name);
}

export function unlink({ directory, name, asDirectory }: Place): void {
  if (name === undefined) refuse("EISDIR");
  if (asDirectory) requireDirectory(directory, name);
  directory.unlink(name);
}

export function readlink(place: Place): string | Link {
  if (place.name !== undefined && !place.asDirectory) return place.directory.readlink(place.name);
  const stat = statOf(place, true);
  return stat instanceof Link ? stat : refuse("EINVAL");
}

function requireDirectory(directory: Directory, name: string): void {
  if (directory.stat(name).filetype !== Filetype.directory) refuse("ENOTDIR");
}

/** A link that says where it leads, below some directory. An absolute one would mean the host's root to the host. */
export function checkTarget(target: string): void {
  if (target === "") refuse("ENOENT");
  if (target.includes("\0")) refuse("EINVAL");
  if (target.startsWith("/")) refuse("ENOTCAPABLE");
}
