import { fail } from "@cofferdam/core";
import koffi, { type LibraryHandle } from "koffi";
import type { LoadedLibrary } from "./loaded-library.js";
import { isMapped } from "./mapped.js";

/** A library that is linked with what the process has: its C library, its heap. */
class SharedLibrary implements LoadedLibrary {
  readonly #path: string;
  readonly #handle: LibraryHandle;

  constructor(path: string, handle: LibraryHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  symbol(name: string): bigint | undefined {
    try {
      return koffi.address(this.#handle.symbol(name));
    } catch {
      return undefined; // koffi has no other way to say so
    }
  }

  errno(): number {
    return koffi.errno();
  }

  unload(): boolean {
    this.#handle.unload();
    return !isMapped(this.#path);
  }
}

/** Opens the file. @throws ERR_DLOPEN_FAILED */
export function loadShared(
  path: string,
  options: NonNullable<Parameters<typeof koffi.load>[1]>,
): LoadedLibrary {
  try {
    return new SharedLibrary(path, koffi.load(path, options));
  } catch (cause) {
    throw fail(
      "ERR_DLOPEN_FAILED",
      `Cannot load the library ${JSON.stringify(path)}: ${(cause as Error).message}. ` +
        "A name without a slash is looked for where the system keeps libraries, a path from the working directory.",
      { cause },
    );
  }
}
