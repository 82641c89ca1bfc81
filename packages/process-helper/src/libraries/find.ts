/** Finds the file that a library's name or path means, as dlopen(3) would in a process with a clean environment. */
import { posix } from "node:path";
import { bytesOfBuffer } from "./bytes.js";
import { readLoaderCache } from "./loader-cache.js";
import { readLoaderFile } from "./loader-file.js";
import { thisMachine } from "./machine.js";
import { type RealPath, realPathOf } from "./real-path.js";
import { defaultFolders } from "./system-folders.js";

/** Where a name without a slash is looked for. */
export interface SearchPlaces {
  /** The loader's cache. */
  readonly cache: string;
  /** Folders behind it. */
  readonly folders: readonly string[];
}

export interface FoundFile extends RealPath {
  /** Absolute; links in it are not resolved. */
  readonly path: string;
}

export const systemPlaces: SearchPlaces = { cache: "/etc/ld.so.cache", folders: defaultFolders() };

/**
 * A name without a slash is looked for in the loader's cache, then in its folders; LD_LIBRARY_PATH and the RUNPATH of the
 * host's executable say nothing, because the helper has neither. Anything else is a path from `folder`.
 *
 * @param folder absolute: the working directory
 * @throws Error with the `code` that open(2) would give
 */
export function findLibrary(name: string, folder: string, places = systemPlaces): FoundFile {
  // joined by hand: `resolve` would take "link/.." for nothing
  if (name.includes("/")) return found(name.startsWith("/") ? name : `${folder}/${name}`);
  const path = candidates(name, places).find(exists);
  if (path !== undefined) return found(path);
  throw Object.assign(new Error(`ENOENT: ${name}`), { code: "ENOENT" });
}

/** What `path` leads to. @throws as findLibrary */
function found(path: string): FoundFile {
  return { path, ...realPathOf(path) };
}

function candidates(name: string, { cache, folders }: SearchPlaces): readonly string[] {
  const cached = cachedPath(name, cache);
  return [
    ...(cached === undefined ? [] : [cached]),
    ...folders.map((place) => posix.join(place, name)),
  ];
}

/** A cache that cannot be read knows no name: so the loader has it, too. */
function cachedPath(name: string, cache: string): string | undefined {
  const bytes = readLoaderFile(cache);
  if (!bytes || !thisMachine) return undefined;
  try {
    return readLoaderCache(bytesOfBuffer(bytes), thisMachine.cacheFlags).get(name);
  } catch {
    return undefined;
  }
}

function exists(path: string): boolean {
  try {
    realPathOf(path);
    return true;
  } catch {
    return false;
  }
}
