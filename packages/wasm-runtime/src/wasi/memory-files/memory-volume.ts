import type { MountEnvironment, Volume } from "../mount.js";
import { Budget } from "./budget.js";
import type { Image } from "./file-tree.js";
import type { Inode } from "./inode.js";
import { MemoryDirectory } from "./memory-directory.js";
import { MemoryFile } from "./memory-file.js";
import { MemoryLink } from "./memory-link.js";
import { MemoryTree } from "./memory-tree.js";
import { Symlink } from "./symlink.js";

export interface Caps {
  readonly bytes: number;
  readonly entries: number;
}

/** One guest's tree in memory: made from the image when it is first used, and again after each reset. */
export class MemoryVolume implements Volume {
  readonly #image: Image;
  readonly #caps: Caps;
  readonly #environment: MountEnvironment;
  #root: MemoryDirectory | undefined;

  constructor(image: Image, caps: Caps, environment: MountEnvironment) {
    this.#image = image;
    this.#caps = caps;
    this.#environment = environment;
  }

  root(): MemoryDirectory {
    this.#root ??= this.#grow();
    return this.#root;
  }

  reset(): void {
    this.#root = undefined;
  }

  dispose(): void {
    this.#root = undefined;
  }

  #grow(): MemoryDirectory {
    const { now, device } = this.#environment;
    const begin = now(); // one time for all of the image
    let isGrown = false;
    const budget = new Budget(this.#caps.bytes, this.#caps.entries);
    const tree = new MemoryTree(budget, () => (isGrown ? now() : begin), device);
    const root = new MemoryDirectory(tree);
    root.linked();
    plant(root, this.#image);
    isGrown = true;
    return root;
  }
}

function plant(directory: MemoryDirectory, image: Image): void {
  for (const [name, content] of image) directory.adopt(name, inodeOf(directory.tree, content));
}

function inodeOf(tree: MemoryTree, content: Uint8Array | Symlink | Image): Inode {
  if (content instanceof Uint8Array) return new MemoryFile(tree, content);
  if (content instanceof Symlink) return new MemoryLink(tree, content.target);
  const directory = new MemoryDirectory(tree);
  plant(directory, content);
  return directory;
}
