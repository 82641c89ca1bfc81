import { createRequire, isBuiltin } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fail } from "@cofferdam/core";
import { firstLine } from "./first-line.js";

/** The file that `require(specifier)` would load. @throws ERR_DLOPEN_FAILED, ERR_ADDON_NOT_FOUND */
export function resolve(specifier: string, from: string | URL | undefined): string {
  if (isBuiltin(specifier)) throw builtinError(specifier);
  try {
    return requireFrom(from).resolve(specifier);
  } catch (cause) {
    throw fail(
      "ERR_DLOPEN_FAILED",
      `Cannot find the addon ${specifier} from ${from ?? process.cwd()}: ${firstLine(cause)}. ` +
        wayOut(cause),
      { cause },
    );
  }
}

/** A `require` that looks from there. */
function requireFrom(from: string | URL | undefined): NodeJS.Require {
  if (from instanceof URL || from?.startsWith("file:")) return createRequire(from);
  // createRequire takes a file; one that need not exist, in the folder
  return createRequire(pathToFileURL(join(from ?? process.cwd(), "here.js")));
}

function wayOut(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code === "ERR_PACKAGE_PATH_NOT_EXPORTED"
    ? "`require` gets nothing there, as from a package of ES modules only. Give the path of its .node file."
    : "`from: import.meta.url` looks from the calling module; the default is the working directory.";
}

function builtinError(specifier: string): Error {
  return fail(
    "ERR_ADDON_NOT_FOUND",
    `Expected a .node file or a package that loads one, got ${specifier}, which is a part of Node itself. ` +
      "Call that as it is, unguarded.",
  );
}
