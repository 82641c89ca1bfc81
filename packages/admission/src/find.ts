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
  /** What the loader's cache has for a name. */
  readonly cached: (name: string) => string | undefined;
  /** Folders behind it. */
  readonly folders: readonly string[];
}

export interface FoundFile extends RealPath {
  /** Absolute; links in it are not resolved. */
  readonly path: string;
}

/** The system's, as they are when the first name is looked for. */
export function systemPlaces(cache = "/etc/ld.so.cache", folders = defaultFolders()): SearchPlaces {
  let paths: ReadonlyMap<string, string> | undefined;
  const cached = (name: string) => {
    paths ??= pathsIn(cache);
    return paths.get(name);
  };
  return { cached, folders };
}

/**
 * A name without a slash is looked for in the loader's cache, then in its folders; LD_LIBRARY_PATH says nothing.
 * Anything else is a path from `folder`.
 *
 * @param folder absolute: the working directory
 * @throws Error with the `code` that open(2) would give
 */
export function findLibrary(name: string, folder: string, places = systemPlaces()): FoundFile {
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

function candidates(name: string, { cached, folders }: SearchPlaces): readonly string[] {
  const path = cached(name);
  const behind = folders.map((folder) => posix.join(folder, name));
  return path === undefined ? behind : [path, ...behind];
}

/** A cache that cannot be read knows no name: so the loader has it, too. */
function pathsIn(cache: string): ReadonlyMap<string, string> {
  const bytes = readLoaderFile(cache);
  if (!bytes || !thisMachine) return new Map();
  try {
    return readLoaderCache(bytesOfBuffer(bytes), thisMachine.cacheFlags);
  } catch {
    return new Map();
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
