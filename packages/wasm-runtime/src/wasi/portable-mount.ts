import { hostFiles } from "./host-files/host-files.js";
import type { FileTree } from "./memory-files/file-tree.js";
import { memoryFiles } from "./memory-files/memory-files.js";
import { Symlink } from "./memory-files/symlink.js";
import type { Mount, PortableMount, PortableNode, PortableTree } from "./mount.js";

/** A mount, made anew. @throws what making it throws */
export function mountFrom(portable: PortableMount): Mount {
  return portable.make === "memory"
    ? memoryFiles(treeFrom(portable.tree), portable.options)
    : hostFiles(portable.path, portable.options);
}

function treeFrom(tree: PortableTree): FileTree {
  return Object.fromEntries(tree.map(([name, node]) => [name, nodeFrom(node)]));
}

function nodeFrom(node: PortableNode): FileTree[string] {
  if (node instanceof Uint8Array) return node;
  return typeof node === "string" ? new Symlink(node) : treeFrom(node);
}
