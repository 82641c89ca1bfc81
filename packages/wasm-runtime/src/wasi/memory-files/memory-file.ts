import { Filetype } from "../abi/constants.js";
import { refuse } from "../errno.js";
import type { OpenFile } from "../files/open-file.js";
import type { Stat, Times } from "../files/stat.js";
import { Inode } from "./inode.js";
import type { MemoryTree } from "./memory-tree.js";

const NOTHING = new Uint8Array(0);

/** A regular file, and what is open of it: it has no state of a descriptor. */
export class MemoryFile extends Inode implements OpenFile {
  readonly filetype = Filetype.regularFile;
  /** Zeroes behind #size. */
  #bytes: Uint8Array = NOTHING;
  #size = 0;
  /** The bytes are the image's, not to be written to. */
  #borrowed = false;
  #handles = 0;

  /** @param image borrowed; copied when it is first written to */
  constructor(tree: MemoryTree, image: Uint8Array = NOTHING) {
    super(tree);
    tree.budget.takeBytes(image.length);
    this.#bytes = image;
    this.#size = image.length;
    this.#borrowed = true;
  }

  opened(): this {
    this.#handles++;
    return this;
  }

  close(): void {
    this.#handles--;
    this.#freeUnlessUsed();
  }

  override unlinked(): void {
    super.unlinked();
    this.#freeUnlessUsed();
  }

  size(): number {
    return this.#size;
  }

  read(into: Uint8Array, at: number): number {
    const count = Math.max(0, Math.min(into.length, this.#size - at));
    if (count > 0) into.set(this.#bytes.subarray(at, at + count));
    return count;
  }

  write(from: Uint8Array, at: number): number {
    if (from.length === 0) return 0;
    const end = Math.min(at + from.length, this.#size + this.tree.budget.bytesLeft);
    if (end <= at) refuse("ENOSPC");
    this.#reach(Math.max(end, this.#size));
    this.#bytes.set(from.subarray(0, end - at), at);
    this.modified();
    return end - at;
  }

  resize(size: number): void {
    if (size >= this.#size) this.#reach(size);
    else this.#cut(size);
    this.modified();
  }

  stat(): Stat {
    return this.statSelf();
  }

  setTimes(times: Times): void {
    this.setTimesSelf(times);
  }

  sync(): void {}

  /** Makes it as long, and its bytes its own. */
  #reach(size: number): void {
    this.tree.budget.takeBytes(size - this.#size);
    if (size > this.#bytes.length || this.#borrowed) {
      const most = size + this.tree.budget.bytesLeft; // no longer than it could ever be
      const grown = new Uint8Array(Math.max(size, Math.min(this.#bytes.length * 2, most)));
      grown.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = grown;
      this.#borrowed = false;
    }
    this.#size = size;
  }

  #cut(size: number): void {
    this.tree.budget.giveBytes(this.#size - size);
    // no more than twice of what it holds is kept, so all files together take no more than twice the quota
    if (this.#borrowed || size < this.#bytes.length / 2) this.#bytes = this.#bytes.slice(0, size);
    else this.#bytes.fill(0, size, this.#size);
    this.#borrowed = false;
    this.#size = size;
  }

  #freeUnlessUsed(): void {
    if (this.links > 0 || this.#handles > 0) return;
    this.tree.budget.giveBytes(this.#size);
    this.#bytes = NOTHING;
    this.#size = 0;
    this.#borrowed = true;
  }
}
