import { fail, show, type Target } from "@cofferdam/core";
import type { Library } from "./library.js";
import { OpenLibrary } from "./open-library.js";
import { checkOptions, type LibraryOptions } from "./options.js";

/**
 * A C library as a target: `guard.openSync(library("./libparser.so"))`.
 *
 * @param path as dlopen(3) takes it: with a slash a file, without one a name that the system looks for
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function library(path: string, options: LibraryOptions = {}): Target<Library> {
  // the C side would read up to a NUL only, and load something else
  if (typeof path !== "string" || path === "" || path.includes("\0")) {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected a path for \`library\`, got ${show(path)}. Give a file such as "./libparser.so", ` +
        'or a name such as "libz.so.1".',
    );
  }
  checkOptions(options);
  return {
    kind: "library",
    name: path,
    recipe: {
      module: import.meta.url,
      export: "library",
      args: [path, { ...options }],
    },
    load: (compartment) => new OpenLibrary(compartment, path, options),
  };
}
