import { offsetOf } from "../../wasi/calls/offset.js";
import { refuse } from "../../wasi/errno.js";
import { type Directory, isDirectory } from "../../wasi/files/directory.js";
import type { OpenFile } from "../../wasi/files/open-file.js";
import { MAX_TRANSFER_BYTES } from "../../wasi/limits.js";
import type { DescriptorFlags } from "./descriptor-flags.js";
import {
  descriptorStat,
  metadataHash,
  type NewTimestamp,
  newTimes,
  typeOf,
} from "./descriptor-stat.js";
import { DirectoryEntryStream } from "./directory-entry-stream.js";
import { answered } from "./error-codes.js";
import type { FileHandle } from "./file-handle.js";
import { readingFrom, writeAll, writingTo } from "./file-streams.js";
import { Resource } from "./resource.js";
import { type Drain, InputStream, OutputStream } from "./streams.js";
import type { ComponentSystem } from "./system.js";

/** The half of a descriptor that is about what is open; methods throw an error-code, the error of the result. */
export abstract class Opened extends Resource {
  protected readonly system: ComponentSystem;
  readonly #handle: FileHandle<OpenFile | Directory>;
  readonly #flags: DescriptorFlags;

  /** @param handle owned from now on */
  constructor(
    system: ComponentSystem,
    handle: FileHandle<OpenFile | Directory>,
    flags: DescriptorFlags,
  ) {
    super(system.resources);
    this.system = system;
    this.#handle = handle;
    this.#flags = flags;
  }

  readViaStream(offset: bigint): InputStream {
    return answered(() => {
      const handle = this.#readable();
      return new InputStream(this.system, readingFrom(handle, offsetOf(offset)));
    });
  }

  writeViaStream(offset: bigint): OutputStream {
    return answered(() => new OutputStream(this.system, this.#drain(offsetOf(offset))));
  }

  appendViaStream(): OutputStream {
    return answered(() => new OutputStream(this.system, this.#drain(undefined)));
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
      const times = newTimes(this.system.clock, access, modification);
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
      if (this.#isSynced) this.#handle.opened.sync();
      return BigInt(bytes.length);
    });
  }

  readDirectory(): DirectoryEntryStream {
    return answered(() => new DirectoryEntryStream(this.system.resources, this.directory().list()));
  }

  stat() {
    return answered(() => descriptorStat(this.#stat()));
  }

  metadataHash() {
    return answered(() => metadataHash(this.#stat()));
  }

  isSameObject(other: Opened): boolean {
    const [one, two] = [this.metadataHash(), other.metadataHash()];
    return one.lower === two.lower && one.upper === two.upper;
  }

  /** @throws ENOTDIR */
  protected directory(): Directory {
    const { opened } = this.#handle;
    return isDirectory(opened) ? opened : refuse("ENOTDIR");
  }

  protected override end(): void {
    this.#handle.release();
  }

  #stat() {
    const { opened } = this.#handle;
    return isDirectory(opened) ? opened.statSelf() : opened.stat();
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

  #drain(at: number | undefined): Drain {
    return writingTo(this.#writable(), at, this.#isSynced);
  }

  get #isSynced(): boolean {
    const { fileIntegritySync, dataIntegritySync } = this.#flags;
    return fileIntegritySync === true || dataIntegritySync === true;
  }
}
