import type { Stat, Times } from "../files/stat.js";
import type { MemoryTree } from "./memory-tree.js";

/** What files, directories and links in memory have in common. */
export abstract class Inode {
  readonly tree: MemoryTree;
  readonly inode: bigint;
  abstract readonly filetype: number;
  links = 0;
  #atim: bigint;
  #mtim: bigint;
  #ctim: bigint;

  constructor(tree: MemoryTree) {
    this.tree = tree;
    this.inode = tree.nextInode();
    this.#atim = this.#mtim = this.#ctim = tree.now();
  }

  abstract size(): number;

  /** It lost a name. */
  unlinked(): void {
    this.links--;
    this.#ctim = this.tree.now();
  }

  linked(): void {
    this.links++;
    this.#ctim = this.tree.now();
  }

  statSelf(): Stat {
    return {
      device: this.tree.device,
      inode: this.inode,
      filetype: this.filetype,
      links: BigInt(this.links),
      size: BigInt(this.size()),
      atim: this.#atim,
      mtim: this.#mtim,
      ctim: this.#ctim,
    };
  }

  setTimesSelf({ atim, mtim }: Times): void {
    this.#atim = atim ?? this.#atim;
    this.#mtim = mtim ?? this.#mtim;
    this.#ctim = this.tree.now();
  }

  protected modified(): void {
    this.#mtim = this.#ctim = this.tree.now();
  }
}
