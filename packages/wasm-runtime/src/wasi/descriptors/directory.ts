import { Filetype } from "../abi/constants.js";
import { refuse } from "../errno.js";
import type { Directory, Entry } from "../files/directory.js";
import type { Stat } from "../files/stat.js";
import { Descriptor, type Rights } from "./descriptor.js";

/** A directory, and what it held when the guest began to read it. */
export class DirectoryDescriptor extends Descriptor {
  readonly filetype = Filetype.directory;
  /** Borrowed if it is a preopen, else owned. */
  readonly directory: Directory;
  #listing: readonly Entry[] | undefined;

  constructor(directory: Directory, rights: Rights, flags: number, preopen?: Uint8Array) {
    super(rights, flags, preopen);
    this.directory = directory;
  }

  /** The entries that a cookie counts in: they stay while the guest reads on, whatever it removes meanwhile. */
  listing(cookie: number): readonly Entry[] {
    if (cookie === 0 || this.#listing === undefined) {
      const self = { name: ".", filetype: Filetype.directory };
      this.#listing = [self, { ...self, name: ".." }, ...this.directory.list()];
    }
    return this.#listing;
  }

  /** Of an entry; 0: it is gone. `..` is not told: it may be outside. */
  inodeOf(name: string): bigint {
    try {
      const self = name === "." || name === "..";
      return (self ? this.directory.statSelf() : this.directory.stat(name)).inode;
    } catch {
      return 0n;
    }
  }

  read(): never {
    return refuse("EISDIR");
  }

  write(): never {
    return refuse("EISDIR");
  }

  stat(): Stat {
    return this.directory.statSelf();
  }

  available(): bigint {
    return 0n;
  }

  override sync(): void {
    this.directory.sync();
  }

  override close(): void {
    if (this.preopen === undefined) this.directory.close();
  }
}
