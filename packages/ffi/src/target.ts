import { fail, show, type Target } from "@cofferdam/core";
import type { Library } from "./library.js";
import type { LoadedFrom } from "./loaded-from.js";
import { OpenLibrary } from "./open-library.js";
import { checkOptions, type LibraryOptions } from "./options.js";

/**
 * A C library as a target: `guard.openSync(library("./libparser.so"))`.
 *
 * @param path as dlopen(3) takes it: with a slash a file, without one a name that the system looks for
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function library(path: string, options: LibraryOptions = {}): Target<Library> {
  checkPath(path);
  checkOptions(options);
  return libraryFrom(path, options, { path, needed: [] });
}

/** @param name the path that the user gave: what everybody goes on calling it */
function libraryFrom(name: string, options: LibraryOptions, from: LoadedFrom): Target<Library> {
  return {
    kind: "library",
    name,
    recipe: {
      module: import.meta.url,
      export: "library",
      args: [name, { ...options }],
    },
    file: {
      path: from.path,
      at(path, needed) {
        for (const each of [path, ...needed]) checkPath(each);
        return libraryFrom(name, options, { path, needed: [...needed] });
      },
    },
    load: (compartment) => new OpenLibrary(compartment, name, options, from),
  };
}

/** The C side would read up to a NUL only, and load something else. @throws ERR_OPTION_TYPE */
function checkPath(path: unknown): void {
  if (typeof path === "string" && path !== "" && !path.includes("\0")) return;
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected a path for \`library\`, got ${show(path)}. Give a file such as "./libparser.so", ` +
      'or a name such as "libz.so.1".',
  );
}
