import { existsSync } from "node:fs";
import { posix } from "node:path";
import { checkKeys, fail, show } from "@cofferdam/core";
import { type Glob, parseGlob } from "./glob.js";
import { DEFAULT_LOADED_LIBRARIES, MAX_LOADED_LIBRARIES, MAX_PATTERNS } from "./limits.js";
import { realPathOf } from "./real-path.js";
import { configuredFolders, defaultFolders } from "./system-folders.js";

export interface LibraryPolicyOptions {
  /** Patterns for real paths, see glob.ts. Omitted: every library that is not blocked; empty: none. */
  readonly allowedLibs?: readonly string[] | undefined;
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
  /** undefined: all. */
  readonly allowed: readonly Glob[] | undefined;
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
  checkKeys(options, ["allowedLibs", "blockSystemLibs", "maxLoadedLibs", "sha256"], "libraries");
  if (!existsSync(folder)) throw rangeError("a folder that is there", "folder", folder);
  const base = realPathOf(folder).realPath;
  return Object.freeze({
    allowed: allowedBy(options.allowedLibs, base),
    blocked: blockedBy(options.blockSystemLibs, loaderConfiguration),
    maxLoaded: maxLoadedBy(options.maxLoadedLibs),
    pins: pinsOf(options.sha256, base),
  });
}

function allowedBy(patterns: unknown, base: string): readonly Glob[] | undefined {
  if (patterns === undefined) return undefined;
  if (!Array.isArray(patterns) || patterns.some((pattern) => typeof pattern !== "string")) {
    throw typeError("an array of patterns", "allowedLibs", patterns, 'Give ["./libs/*.so"]');
  }
  if (patterns.length > MAX_PATTERNS) {
    throw rangeError(`at most ${MAX_PATTERNS} patterns`, "allowedLibs", patterns.length);
  }
  return patterns.map((pattern, index) => parsed(pattern, index, base));
}

function parsed(pattern: string, index: number, base: string): Glob {
  try {
    return parseGlob(pattern, base);
  } catch (cause) {
    const problem = (cause as Error).message;
    throw fail(
      "ERR_OPTION_RANGE",
      `Expected a pattern for \`allowedLibs[${index}]\`, got ${show(pattern)}: ${problem}.`,
      { cause },
    );
  }
}

function blockedBy(block: unknown, configuration: string): readonly string[] {
  if (block !== undefined && typeof block !== "boolean") {
    throw typeError("true or false", "blockSystemLibs", block, "Omit it for false");
  }
  if (!block) return [];
  const folders = [...defaultFolders(), ...configuredFolders(configuration)];
  return [...new Set(folders.flatMap(namesOf))];
}

/** A path, the same in its real folder, and what it leads to now. */
function namesOf(path: string): readonly string[] {
  const plain = posix.resolve(path);
  const inRealFolder = posix.join(leadsTo(posix.dirname(plain)), posix.basename(plain));
  return [plain, inRealFolder, leadsTo(path)];
}

function leadsTo(path: string): string {
  try {
    return realPathOf(path).realPath;
  } catch {
    return posix.resolve(path); // it may come later
  }
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

function typeError(expected: string, option: string, got: unknown, way: string): Error {
  return fail(
    "ERR_OPTION_TYPE",
    `Expected ${expected} for \`${option}\`, got ${show(got)}. ${way}.`,
  );
}

function rangeError(expected: string, option: string, got: unknown): Error {
  return fail("ERR_OPTION_RANGE", `Expected ${expected} for \`${option}\`, got ${show(got)}.`);
}
