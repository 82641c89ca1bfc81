import { Filetype } from "../abi/constants.js";
import { byteLengthOf } from "../abi/text.js";
import { Inode } from "./inode.js";
import type { MemoryTree } from "./memory-tree.js";

/** A symbolic link. */
export class MemoryLink extends Inode {
  readonly filetype = Filetype.symbolicLink;
  readonly target: string;

  constructor(tree: MemoryTree, target: string) {
    super(tree);
    tree.budget.takeBytes(byteLengthOf(target));
    this.target = target;
  }

  size(): number {
    return byteLengthOf(this.target);
  }

  override unlinked(): void {
    super.unlinked();
    if (this.links === 0) this.tree.budget.giveBytes(this.size());
  }
}
