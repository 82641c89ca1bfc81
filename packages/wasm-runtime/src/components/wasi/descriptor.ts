import { encodeText } from "../../wasi/abi/text.js";
import { offsetOf } from "../../wasi/calls/offset.js";
import { open } from "../../wasi/calls/open.js";
import { freeName, statOf } from "../../wasi/calls/path-argument.js";
import { checkTarget, link, readlink, rename, unlink } from "../../wasi/calls/paths.js";
import { refuse } from "../../wasi/errno.js";
import { type Directory, isDirectory, Link } from "../../wasi/files/directory.js";
import type { OpenFile } from "../../wasi/files/open-file.js";
import type { Stat } from "../../wasi/files/stat.js";
import { type Visit, walk } from "../../wasi/files/walk.js";
import { MAX_PATH_BYTES, MAX_TRANSFER_BYTES } from "../../wasi/limits.js";
import {
  descriptorStat,
  metadataHash,
  type NewTimestamp,
  newTimes,
  typeOf,
} from "./descriptor-stat.js";
import { DirectoryEntryStream } from "./directory-entry-stream.js";
import { answered } from "./error-codes.js";
import { FileHandle } from "./file-handle.js";
import { readingFrom, writeAll, writingTo } from "./file-streams.js";
import { Resource } from "./resource.js";
import { InputStream, OutputStream } from "./streams.js";
import type { ComponentSystem } from "./system.js";

/** descriptor-flags. */
export interface DescriptorFlags {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly fileIntegritySync?: boolean;
  readonly dataIntegritySync?: boolean;
  readonly requestedWriteSync?: boolean;
  readonly mutateDirectory?: boolean;
}

interface PathFlags {
  readonly symlinkFollow?: boolean;
}

interface OpenFlags {
  readonly create?: boolean;
  readonly directory?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
}

/**
 * wasi:filesystem/types: an open file, or a directory below which paths lead: walk.ts sees to that. Methods throw an
 * error-code, the error of the result.
 */
export class Descriptor extends Resource {
  readonly #system: ComponentSystem;
  readonly #handle: FileHandle<OpenFile | Directory>;
  readonly #flags: DescriptorFlags;

  /** @param opened owned from now on */
  constructor(system: ComponentSystem, opened: OpenFile | Directory, flags: DescriptorFlags) {
    super(system.resources);
    this.#system = system;
    this.#handle = new FileHandle(system.resources, opened);
    this.#flags = flags;
  }

  readViaStream(offset: bigint): InputStream {
    return answered(() => {
      const handle = this.#readable();
      return new InputStream(this.#system, readingFrom(handle, offsetOf(offset)));
    });
  }

  writeViaStream(offset: bigint): OutputStream {
    return answered(() => {
      const handle = this.#writable();
      return new OutputStream(this.#system, writingTo(handle, offsetOf(offset)));
    });
  }

  appendViaStream(): OutputStream {
    return answered(() => new OutputStream(this.#system, writingTo(this.#writable(), undefined)));
  }

  advise(_offset: bigint, _length: bigint, _advice: string): void {
    answered(() => this.#file());
  }

  syncData(): void {
    answered(() => this.#handle.opened.sync());
  }

  sync(): void {
    this.syncData();
  }

  getFlags(): DescriptorFlags {
    return this.#flags;
  }

  getType(): string {
    return answered(() => typeOf(this.#stat().filetype));
  }

  setSize(size: bigint): void {
    answered(() => this.#writable().opened.resize(offsetOf(size)));
  }

  setTimes(access: NewTimestamp, modification: NewTimestamp): void {
    answered(() => {
      const { opened } = this.#handle;
      const times = newTimes(this.#system.clock, access, modification);
      if (isDirectory(opened)) opened.setTimesSelf(times);
      else opened.setTimes(times);
    });
  }

  /** @returns bytes, and whether the end was reached */
  read(length: bigint, offset: bigint): readonly [Uint8Array, boolean] {
    return answered(() => {
      const most = length < BigInt(MAX_TRANSFER_BYTES) ? Number(length) : MAX_TRANSFER_BYTES;
      const bytes = new Uint8Array(most);
      const count = this.#readable().opened.read(bytes, offsetOf(offset));
      return [count === most ? bytes : bytes.slice(0, count), count === 0 && most > 0];
    });
  }

  write(bytes: Uint8Array, offset: bigint): bigint {
    return answered(() => {
      writeAll(this.#writable().opened, bytes, offsetOf(offset));
      this.#syncIfAsked();
      return BigInt(bytes.length);
    });
  }

  readDirectory(): DirectoryEntryStream {
    return answered(() => {
      const entries = this.#directory().list();
      return new DirectoryEntryStream(this.#system.resources, entries);
    });
  }

  stat() {
    return answered(() => descriptorStat(this.#stat()));
  }

  statAt({ symlinkFollow = false }: PathFlags, path: string) {
    return answered(() => descriptorStat(this.#statAt(path, symlinkFollow)));
  }

  metadataHash() {
    return answered(() => metadataHash(this.#stat()));
  }

  metadataHashAt({ symlinkFollow = false }: PathFlags, path: string) {
    return answered(() => metadataHash(this.#statAt(path, symlinkFollow)));
  }

  isSameObject(other: Descriptor): boolean {
    const [one, two] = [this.metadataHash(), other.metadataHash()];
    return one.lower === two.lower && one.upper === two.upper;
  }

  createDirectoryAt(path: string): void {
    this.#change(path, ({ directory, name }) =>
      name === undefined ? refuse("EEXIST") : directory.mkdir(name),
    );
  }

  removeDirectoryAt(path: string): void {
    this.#change(path, ({ directory, name }) =>
      name === undefined ? refuse("EINVAL") : directory.rmdir(name),
    );
  }

  unlinkFileAt(path: string): void {
    this.#change(path, unlink);
  }

  readlinkAt(path: string): string {
    return answered(() => walk(this.#directory(), path, readlink));
  }

  symlinkAt(target: string, path: string): void {
    this.#change(path, (place) => {
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
    this.#change(path, (from) => {
      if (symlinkFollow) refuse("EINVAL"); // as preview 1
      walk(to.#changeable(), newPath, (place) => link(from, place));
    });
  }

  renameAt(path: string, to: Descriptor, newPath: string): void {
    this.#change(path, (from) => walk(to.#changeable(), newPath, (place) => rename(from, place)));
  }

  setTimesAt(
    { symlinkFollow = false }: PathFlags,
    path: string,
    access: NewTimestamp,
    modification: NewTimestamp,
  ): void {
    this.#change(path, (place) => {
      const found = statOf(place, symlinkFollow);
      if (found instanceof Link) return found;
      const times = newTimes(this.#system.clock, access, modification);
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
    return answered(() => {
      const { create = false, directory = false, exclusive = false, truncate = false } = openFlags;
      const write = flags.write ?? false;
      const from = create || truncate || write ? this.#changeable() : this.#directory();
      if (create && directory) refuse("EINVAL");
      this.#system.resources.reserveFile();
      const how = { write, create, exclusive, truncate, directory, follow: symlinkFollow };
      const opened = open(from, path, how);
      const mutateDirectory = isDirectory(opened) && this.#flags.mutateDirectory === true;
      return new Descriptor(this.#system, opened, { ...flags, mutateDirectory });
    });
  }

  protected override end(): void {
    this.#handle.release();
  }

  #change<T>(path: string, visit: Visit<T>): void {
    answered(() => walk(this.#changeable(), path, visit));
  }

  #stat(): Stat {
    const { opened } = this.#handle;
    return isDirectory(opened) ? opened.statSelf() : opened.stat();
  }

  #statAt(path: string, follows: boolean): Stat {
    return walk(this.#directory(), path, (place) => statOf(place, follows));
  }

  /** @throws ENOTDIR */
  #directory(): Directory {
    const { opened } = this.#handle;
    return isDirectory(opened) ? opened : refuse("ENOTDIR");
  }

  /** @throws ENOTDIR, EROFS */
  #changeable(): Directory {
    const directory = this.#directory();
    return this.#flags.mutateDirectory ? directory : refuse("EROFS");
  }

  /** @throws EISDIR */
  #file(): FileHandle<OpenFile> {
    if (isDirectory(this.#handle.opened)) refuse("EISDIR");
    return this.#handle as FileHandle<OpenFile>;
  }

  /** @throws EISDIR, EBADF */
  #readable(): FileHandle<OpenFile> {
    const handle = this.#file();
    return this.#flags.read ? handle : refuse("EBADF");
  }

  /** @throws EISDIR, EBADF */
  #writable(): FileHandle<OpenFile> {
    const handle = this.#file();
    return this.#flags.write ? handle : refuse("EBADF");
  }

  #syncIfAsked(): void {
    const { fileIntegritySync, dataIntegritySync } = this.#flags;
    if (fileIntegritySync || dataIntegritySync) this.#handle.opened.sync();
  }
}
