import type { PortableNode, PortableTree } from "../mount.js";
import type { Image } from "./file-tree.js";
import { Symlink } from "./symlink.js";

/** A tree as plain data. */
export function portableTree(image: Image): PortableTree {
  return [...image].map(([name, content]) => [name, portableNode(content)]);
}

function portableNode(content: Uint8Array | Symlink | Image): PortableNode {
  if (content instanceof Uint8Array) return content;
  return content instanceof Symlink ? content.target : portableTree(content);
}
