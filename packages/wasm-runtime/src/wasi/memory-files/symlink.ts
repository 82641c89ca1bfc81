import { fail, show } from "@cofferdam/core";
import { isEncodable } from "../abi/text.js";

/** In a tree of files: a symbolic link. */
export class Symlink {
  readonly target: string;

  constructor(target: string) {
    if (typeof target !== "string" || target === "" || !isEncodable(target)) {
      throw fail(
        "ERR_OPTION_TYPE",
        `Expected a path for \`target\`, got ${show(target)}. Give one that is relative to the link's folder.`,
      );
    }
    this.target = target;
  }
}
