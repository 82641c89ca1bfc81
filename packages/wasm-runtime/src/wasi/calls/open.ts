import { Fdflags, Oflags } from "../abi/constants.js";
import {
  DIRECTORY_RIGHTS,
  FILE_RIGHTS,
  includes,
  Right,
  rightsOf,
  WRITING_RIGHTS,
} from "../abi/rights.js";
import type { Descriptor, Rights } from "../descriptors/descriptor.js";
import { DirectoryDescriptor } from "../descriptors/directory.js";
import { FileDescriptor } from "../descriptors/file.js";
import { refuse } from "../errno.js";
import { type Directory, isDirectory, Link, type OpenHow } from "../files/directory.js";
import type { OpenFile } from "../files/open-file.js";
import { type Place, walk } from "../files/walk.js";
import type { System } from "../system.js";
import { checkFlags } from "./descriptor.js";
import { readPath } from "./path-argument.js";
import { followsLinks } from "./paths.js";

const KNOWN_OFLAGS = Oflags.create | Oflags.directory | Oflags.exclusive | Oflags.truncate;

export function openCalls({ memory, descriptors }: System) {
  return {
    path_open(
      fd: number,
      lookup: number,
      path: number,
      length: number,
      oflags: number,
      base: bigint,
      inheriting: bigint,
      flags: number,
      result: number,
    ): void {
      const from = descriptors.directory(fd, neededRights(oflags));
      memory.check(result, 4);
      checkFlags(flags);
      const rights = grantedRights(from.rights, rightsOf(base), rightsOf(inheriting));
      const how = howOf(oflags, rights.base, flags, followsLinks(lookup));
      const text = readPath(memory, path, length);
      descriptors.reserve();
      const opened = open(from.directory, text, how);
      memory.setU32(result, descriptors.add(descriptorOf(opened, rights, flags)));
    },
  };
}

function neededRights(oflags: number): number {
  let rights: number = Right.pathOpen;
  if (oflags & Oflags.create) rights |= Right.pathCreateFile;
  if (oflags & Oflags.truncate) rights |= Right.pathFilestatSetSize;
  return rights;
}

/** What is inherited may be asked for in excess, as runtimes do: it is cut. @throws ENOTCAPABLE */
function grantedRights(from: Rights, base: number, inheriting: number): Rights {
  const meaningful = base & (DIRECTORY_RIGHTS | FILE_RIGHTS);
  if (!includes(from.inheriting, meaningful)) refuse("ENOTCAPABLE");
  return { base: meaningful, inheriting: inheriting & from.inheriting };
}

/** @throws EINVAL */
function howOf(oflags: number, base: number, flags: number, follow: boolean): OpenHow {
  if (oflags & ~KNOWN_OFLAGS) refuse("EINVAL");
  const create = (oflags & Oflags.create) !== 0;
  const directory = (oflags & Oflags.directory) !== 0;
  if (create && directory) refuse("EINVAL");
  const appends = (flags & Fdflags.append) !== 0 && includes(base, Right.fdWrite);
  return {
    write: (base & WRITING_RIGHTS) !== 0 || appends,
    create,
    exclusive: (oflags & Oflags.exclusive) !== 0,
    truncate: (oflags & Oflags.truncate) !== 0,
    directory,
    follow,
  };
}

export function open(from: Directory, path: string, how: OpenHow): OpenFile | Directory {
  const opened = how.create ? undefined : from.openBeneath(path, how);
  return opened ?? walk(from, path, (place) => openAt(place, how));
}

function openAt(place: Place, how: OpenHow): OpenFile | Directory | Link {
  const { directory, name, asDirectory } = place;
  if (name === undefined) return openSelf(directory, how);
  if (asDirectory && how.create) refuse("EISDIR");
  const opened = directory.open(name, asDirectory ? { ...how, directory: true } : how);
  if (opened instanceof Link && !how.follow && !asDirectory) refuse("ELOOP");
  return opened;
}

function openSelf(directory: Directory, how: OpenHow): Directory {
  return how.write || how.create || how.truncate ? refuse("EISDIR") : directory.again();
}

/** Rights that mean nothing to what was opened are not given. */
function descriptorOf(opened: OpenFile | Directory, rights: Rights, flags: number): Descriptor {
  const { base, inheriting } = rights;
  return isDirectory(opened)
    ? new DirectoryDescriptor(opened, { base: base & DIRECTORY_RIGHTS, inheriting }, flags)
    : new FileDescriptor(opened, { base: base & FILE_RIGHTS, inheriting }, flags);
}
