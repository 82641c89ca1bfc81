import { fail, show } from "@cofferdam/core";
import { byteLengthOf, encodeText, isEncodable } from "../abi/text.js";
import { MAX_NAME_BYTES } from "../limits.js";
import { Symlink } from "./symlink.js";

/** What a tree in memory begins with: by name a file's text or bytes, a link, or the tree of a directory. */
export interface FileTree {
  readonly [name: string]: string | Uint8Array | Symlink | FileTree;
}

/** The same, checked, and nobody else's. */
export type Image = ReadonlyMap<string, Uint8Array | Symlink | Image>;

/**
 * @param where what it is called in errors
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function imageOf(tree: FileTree, where: string): Image {
  if (typeof tree !== "object" || tree === null || Array.isArray(tree)) {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected a text, bytes, a Symlink or an object of them for \`${where}\`, got ${show(tree)}. ` +
        'Give a directory as { "name": … }.',
    );
  }
  const image = new Map<string, Uint8Array | Symlink | Image>();
  for (const [name, content] of Object.entries(tree)) {
    checkName(name, where);
    image.set(name, contentOf(content, `${where}/${name}`));
  }
  return image;
}

function contentOf(content: FileTree[string], where: string): Uint8Array | Symlink | Image {
  if (typeof content === "string") return encodeText(content);
  if (content instanceof Symlink) return content;
  if (content instanceof Uint8Array) return Uint8Array.from(content);
  return imageOf(content, where);
}

function checkName(name: string, where: string): void {
  const isName = name !== "" && name !== "." && name !== ".." && !name.includes("/");
  if (isName && isEncodable(name) && byteLengthOf(name) <= MAX_NAME_BYTES) return;
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected names of files in \`${where}\`, got ${show(name)}. Give "a/b" as { "a": { "b": … } }.`,
  );
}

/** What an image takes of a budget. */
export function weightOf(image: Image): { bytes: number; entries: number } {
  const sum = { bytes: 0, entries: image.size };
  for (const content of image.values()) {
    if (content instanceof Uint8Array) sum.bytes += content.length;
    else if (content instanceof Symlink) sum.bytes += byteLengthOf(content.target);
    else {
      const below = weightOf(content);
      sum.bytes += below.bytes;
      sum.entries += below.entries;
    }
  }
  return sum;
}
