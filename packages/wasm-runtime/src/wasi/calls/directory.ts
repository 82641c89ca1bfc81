import { Size } from "../abi/constants.js";
import { Right } from "../abi/rights.js";
import { encodeText } from "../abi/text.js";
import type { DirectoryDescriptor } from "../descriptors/directory.js";
import { refuse } from "../errno.js";
import type { Entry } from "../files/directory.js";
import type { System } from "../system.js";

const PRESTAT_BYTES = 8;

/** What directories hold, and which the guest was given. */
export function directoryCalls({ memory, descriptors }: System) {
  return {
    fd_prestat_get(fd: number, result: number): void {
      const name = preopenOf(fd);
      memory.bytes(result, PRESTAT_BYTES).fill(0); // tag 0: a directory
      memory.setU32(result + 4, name.length);
    },
    fd_prestat_dir_name(fd: number, pointer: number, length: number): void {
      const name = preopenOf(fd);
      if (length < name.length) refuse("ENAMETOOLONG");
      memory.set(pointer, name);
    },
    fd_readdir(fd: number, buffer: number, length: number, cookie: bigint, used: number): void {
      const descriptor = descriptors.directory(fd, Right.fdReaddir);
      const into = memory.bytes(buffer, length);
      memory.check(used, 4);
      const first = Number(cookie); // beyond any listing it may be inexact
      memory.setU32(used, putEntries(descriptor, first, into));
    },
  };

  /** Any other descriptor is not one: libc asks for one after the other until then. */
  function preopenOf(fd: number): Uint8Array {
    return descriptors.get(fd).preopen ?? refuse("EBADF");
  }
}

/** As many as fit; of the last one what fits, which tells the guest that there is more. */
function putEntries(descriptor: DirectoryDescriptor, first: number, into: Uint8Array): number {
  const listing = descriptor.listing(first);
  let used = 0;
  for (let i = first; i < listing.length && used < into.length; i++) {
    const entry = direntOf(descriptor, listing[i] as Entry, i + 1).subarray(0, into.length - used);
    into.set(entry, used);
    used += entry.length;
  }
  return used;
}

function direntOf(descriptor: DirectoryDescriptor, entry: Entry, next: number): Uint8Array {
  const name = encodeText(entry.name);
  const bytes = new Uint8Array(Size.dirent + name.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(next), true);
  view.setBigUint64(8, descriptor.inodeOf(entry.name), true);
  view.setUint32(16, name.length, true);
  view.setUint8(20, entry.filetype);
  bytes.set(name, Size.dirent);
  return bytes;
}
