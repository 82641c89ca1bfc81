import { fail } from "@cofferdam/core";
import koffi, { type LibraryHandle } from "koffi";
import type { LoadedFrom } from "./loaded-from.js";
import type { LoadedLibrary } from "./loaded-library.js";
import { isMapped } from "./mapped.js";

/** A library that is linked with what the process has: its C library, its heap. */
class SharedLibrary implements LoadedLibrary {
  readonly #path: string;
  readonly #handle: LibraryHandle;
  /** What it needs. */
  readonly #needed: readonly LibraryHandle[];

  constructor(path: string, handle: LibraryHandle, needed: readonly LibraryHandle[]) {
    this.#path = path;
    this.#handle = handle;
    this.#needed = needed;
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
    unloadAll(this.#needed);
    return !isMapped(this.#path);
  }
}

type LoadOptions = NonNullable<Parameters<typeof koffi.load>[1]>;

/** @param name for errors. @throws ERR_DLOPEN_FAILED */
export function loadShared(
  name: string,
  options: LoadOptions,
  { path, needed }: LoadedFrom,
): LoadedLibrary {
  const before: LibraryHandle[] = [];
  try {
    for (const each of needed) before.push(koffi.load(each, options));
    return new SharedLibrary(path, koffi.load(path, options), before);
  } catch (cause) {
    unloadAll(before);
    throw fail(
      "ERR_DLOPEN_FAILED",
      `Cannot load the library ${JSON.stringify(name)}: ${(cause as Error).message}. ` +
        "A name without a slash is looked for where the system keeps libraries, a path from the working directory.",
      { cause },
    );
  }
}

/** The last that was loaded first: it may need the others. */
function unloadAll(libraries: readonly LibraryHandle[]): void {
  for (const library of [...libraries].reverse()) library.unload();
}
