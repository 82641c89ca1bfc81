import { encodeText } from "../../wasi/abi/text.js";
import { open } from "../../wasi/calls/open.js";
import { freeName, statOf } from "../../wasi/calls/path-argument.js";
import { checkTarget, link, readlink, rename, unlink } from "../../wasi/calls/paths.js";
import { refuse } from "../../wasi/errno.js";
import { isDirectory, Link } from "../../wasi/files/directory.js";
import type { Stat } from "../../wasi/files/stat.js";
import { type Visit, walk } from "../../wasi/files/walk.js";
import { MAX_PATH_BYTES } from "../../wasi/limits.js";
import type { DescriptorFlags, OpenFlags, PathFlags } from "./descriptor-flags.js";
import { descriptorStat, metadataHash, type NewTimestamp, newTimes } from "./descriptor-stat.js";
import { answered } from "./error-codes.js";
import { FileHandle } from "./file-handle.js";
import { Opened } from "./opened.js";

/**
 * wasi:filesystem/types: an open file, or a directory below which paths lead: walk.ts sees to that. What cannot be changed
 * refuses it itself (files/read-only.ts), whichever way it was come to.
 */
export class Descriptor extends Opened {
  statAt({ symlinkFollow = false }: PathFlags, path: string) {
    return answered(() => descriptorStat(this.#statAt(path, symlinkFollow)));
  }

  metadataHashAt({ symlinkFollow = false }: PathFlags, path: string) {
    return answered(() => metadataHash(this.#statAt(path, symlinkFollow)));
  }

  createDirectoryAt(path: string): void {
    this.#at(path, ({ directory, name }) =>
      name === undefined ? refuse("EEXIST") : directory.mkdir(name),
    );
  }

  removeDirectoryAt(path: string): void {
    this.#at(path, ({ directory, name }) =>
      name === undefined ? refuse("EINVAL") : directory.rmdir(name),
    );
  }

  unlinkFileAt(path: string): void {
    this.#at(path, unlink);
  }

  readlinkAt(path: string): string {
    return this.#at(path, readlink);
  }

  symlinkAt(target: string, path: string): void {
    this.#at(path, (place) => {
      if (encodeText(target).length > MAX_PATH_BYTES) refuse("ENAMETOOLONG");
      checkTarget(target);
      place.directory.symlink(target, freeName(place));
    });
  }

  linkAt(
    { symlinkFollow = false }: PathFlags,
    path: string,
    to: Descriptor,
    newPath: string,
  ): void {
    this.#at(path, (from) => {
      if (symlinkFollow) refuse("EINVAL"); // as preview 1
      walk(to.directory(), newPath, (place) => link(from, place));
    });
  }

  renameAt(path: string, to: Descriptor, newPath: string): void {
    this.#at(path, (from) => walk(to.directory(), newPath, (place) => rename(from, place)));
  }

  setTimesAt(
    { symlinkFollow = false }: PathFlags,
    path: string,
    access: NewTimestamp,
    modification: NewTimestamp,
  ): void {
    this.#at(path, (place) => {
      const found = statOf(place, symlinkFollow);
      if (found instanceof Link) return found;
      const times = newTimes(this.system.clock, access, modification);
      if (place.name === undefined) return place.directory.setTimesSelf(times);
      return place.directory.setTimes(place.name, times);
    });
  }

  openAt(
    { symlinkFollow = false }: PathFlags,
    path: string,
    openFlags: OpenFlags,
    flags: DescriptorFlags,
  ): Descriptor {
    const { create = false, directory = false, exclusive = false, truncate = false } = openFlags;
    const { write = false } = flags;
    const { resources } = this.system;
    return answered(() => {
      if (create && directory) refuse("EINVAL");
      resources.reserveFile();
      const how = { write, create, exclusive, truncate, directory, follow: symlinkFollow };
      const opened = open(this.directory(), path, how);
      const mutateDirectory = isDirectory(opened);
      const handle = new FileHandle(resources, opened);
      return new Descriptor(this.system, handle, { ...flags, mutateDirectory });
    });
  }

  #at<T>(path: string, visit: Visit<T>): T {
    return answered(() => walk(this.directory(), path, visit));
  }

  #statAt(path: string, follows: boolean): Stat {
    return walk(this.directory(), path, (place) => statOf(place, follows));
  }
}
