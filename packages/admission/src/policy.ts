/** Which libraries may be loaded: the options, checked. */
import { existsSync } from "node:fs";
import { checkKeys } from "@cofferdam/core";
import { allowedLists } from "./allowed-lists.js";
import { blockedFolders } from "./blocked-folders.js";
import type { Glob } from "./glob.js";
import { DEFAULT_LOADED_LIBRARIES, MAX_LOADED_LIBRARIES } from "./limits.js";
import { rangeError, typeError } from "./option-error.js";
import { namesOf, realPathOf } from "./real-path.js";

export interface LibraryPolicyOptions {
  /** Patterns for real paths, see glob.ts. Omitted: every library that is not blocked; empty: none. */
  readonly allowedLibs?: readonly string[] | undefined;
  /** More such lists, of policies that narrow that one: each must have a pattern that matches, too. */
  readonly narrowedBy?: readonly (readonly string[])[] | undefined;
  /** Refuses what lies in or below the folders of the system's loader, whatever `allowedLibs` says. Default: false. */
  readonly blockSystemLibs?: boolean | undefined;
  /** Distinct files at a time. Default: 10. */
  readonly maxLoadedLibs?: number | undefined;
  /**
   * SHA-256 in hex by path. A path that is a link stands for the file too that it leads to now; one that leads nowhere is
   * refused, because a misspelt one would pin nothing.
   */
  readonly sha256?: Readonly<Record<string, string>> | undefined;
}

/** Which libraries may be loaded. */
export interface LibraryPolicy {
  /** Lists, of each of which a pattern must match; none: every library is allowed. */
  readonly allowed: readonly (readonly Glob[])[];
  /** Folders, each as it is called and as it really is. */
  readonly blocked: readonly string[];
  readonly maxLoaded: number;
  readonly pins: readonly Pin[];
}

/** What a file's bytes must be. */
export interface Pin {
  readonly paths: readonly string[];
  readonly digest: string;
}

const known: readonly (keyof LibraryPolicyOptions)[] = [
  "allowedLibs",
  "narrowedBy",
  "blockSystemLibs",
  "maxLoadedLibs",
  "sha256",
];

/**
 * @param folder absolute: where relative patterns and paths begin, its links resolved now and never again
 * @param loaderConfiguration the ld.so.conf to read folders from
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function libraryPolicy(
  options: LibraryPolicyOptions,
  folder: string,
  loaderConfiguration = "/etc/ld.so.conf",
): LibraryPolicy {
  checkKeys(options, known, "libraries");
  if (!existsSync(folder)) throw rangeError("a folder that is there", "folder", folder);
  const base = realPathOf(folder).realPath;
  return Object.freeze({
    allowed: allowedLists(options, base),
    blocked: isBlocking(options.blockSystemLibs) ? blockedFolders(loaderConfiguration) : [],
    maxLoaded: maxLoadedBy(options.maxLoadedLibs),
    pins: pinsOf(options.sha256, base),
  });
}

function isBlocking(block: unknown = false): boolean {
  if (typeof block === "boolean") return block;
  throw typeError("true or false", "blockSystemLibs", block, "Omit it for false");
}

function maxLoadedBy(most: unknown = DEFAULT_LOADED_LIBRARIES): number {
  if (typeof most !== "number" || !Number.isInteger(most)) {
    throw typeError("a whole number", "maxLoadedLibs", most, "Omit it for 10");
  }
  if (most >= 1 && most <= MAX_LOADED_LIBRARIES) return most;
  throw rangeError(`1 to ${MAX_LOADED_LIBRARIES}`, "maxLoadedLibs", most);
}

function pinsOf(digests: unknown = {}, base: string): readonly Pin[] {
  if (typeof digests !== "object" || digests === null || Array.isArray(digests)) {
    throw typeError("an object of digests by path", "sha256", digests, "Give { path: digest }");
  }
  return Object.entries(digests).map(([path, digest]) => {
    if (typeof digest !== "string" || !/^[0-9a-f]{64}$/i.test(digest)) {
      throw typeError(
        "64 hex digits",
        `sha256[${JSON.stringify(path)}]`,
        digest,
        "See sha256sum(1)",
      );
    }
    const absolute = path.startsWith("/") ? path : `${base}/${path}`;
    if (!existsSync(absolute)) throw rangeError("a path that is there", "sha256", path);
    return { paths: namesOf(absolute), digest: digest.toLowerCase() };
  });
}
