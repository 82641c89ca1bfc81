import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fail } from "@cofferdam/core";

/** A `require` that looks from there. */
export function requireFrom(from: string | URL | undefined): NodeJS.Require {
  if (from instanceof URL || from?.startsWith("file:")) return createRequire(from);
  // createRequire takes a file; one that need not exist, in the folder
  return createRequire(pathToFileURL(join(from ?? process.cwd(), "here.js")));
}

/** The file that `require(specifier)` would load. @throws ERR_DLOPEN_FAILED */
export function resolve(specifier: string, from: string | URL | undefined): string {
  try {
    return requireFrom(from).resolve(specifier);
  } catch (cause) {
    throw fail(
      "ERR_DLOPEN_FAILED",
      `Cannot find the addon ${specifier} from ${from ?? process.cwd()}: ${(cause as Error).message}`,
      { cause },
    );
  }
}
