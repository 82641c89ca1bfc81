import { Fdflags, Filetype } from "../abi/constants.js";
import { refuse } from "../errno.js";
import type { OpenFile } from "../files/open-file.js";
import type { Stat } from "../files/stat.js";
import { Descriptor, type Rights } from "./descriptor.js";

const SYNCED = Fdflags.dsync | Fdflags.sync;

/** A regular file, and where the next read or write begins. */
export class FileDescriptor extends Descriptor {
  readonly filetype = Filetype.regularFile;
  /** Owned. */
  readonly file: OpenFile;
  #position = 0;

  constructor(file: OpenFile, rights: Rights, flags: number) {
    super(rights, flags);
    this.file = file;
  }

  get position(): number {
    return this.#position;
  }

  /** @throws EINVAL */
  seek(to: number): void {
    if (!Number.isSafeInteger(to) || to < 0) refuse("EINVAL");
    this.#position = to;
  }

  read(into: Uint8Array): number {
    const count = this.file.read(into, this.#position);
    this.#position += count;
    return count;
  }

  write(from: Uint8Array): number {
    const at = this.flags & Fdflags.append ? this.file.size() : this.#position;
    const count = this.writeAt(from, at);
    this.#position = at + count;
    return count;
  }

  writeAt(from: Uint8Array, at: number): number {
    const count = this.file.write(from, at);
    if (this.flags & SYNCED) this.file.sync();
    return count;
  }

  stat(): Stat {
    return this.file.stat();
  }

  available(): bigint {
    return BigInt(Math.max(0, this.file.size() - this.#position));
  }

  override sync(): void {
    this.file.sync();
  }

  override close(): void {
    this.file.close();
  }
}
