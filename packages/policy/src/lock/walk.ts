import { type Dirent, readdirSync } from "node:fs";
import { posix } from "node:path";
import { matchesGlob, parseGlob, realPathOf } from "@cofferdam/admission";
import { MAX_WALKED } from "./limits.js";
import { lockError, quoted, reasonOf } from "./lock-error.js";

/**
 * Finds the files that patterns match, and looks into no folder that cannot have one. Links are not followed: patterns are of
 * real paths, and those lead through none.
 */
export class Walk {
  readonly #folder: string;
  #rest = MAX_WALKED;

  /** @param folder a real path: where relative patterns begin */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Real paths of regular files. @throws ERR_POLICY_LOCK; SyntaxError: the pattern is none */
  files(pattern: string): readonly string[] {
    const glob = parseGlob(pattern, this.#folder);
    const { start, names } = beginningOf(pattern, this.#folder);
    if (realPath(start) !== start) return [];
    return [...this.#below(start, names)].filter((path) => matchesGlob(glob, path));
  }

  /** @param names what is left of the pattern, from this folder on */
  *#below(folder: string, [name = "", ...rest]: readonly string[]): Iterable<string> {
    const isDeep = name === "**";
    for (const entry of this.#entries(folder)) {
      const path = posix.join(folder, entry.name);
      if (!isDeep && !matchesName(name, entry.name)) continue;
      if (entry.isFile() && (isDeep || rest.length === 0)) yield path;
      if (!entry.isDirectory()) continue;
      if (isDeep) yield* this.#below(path, [name]);
      else if (rest.length > 0) yield* this.#below(path, rest);
    }
  }

  #entries(folder: string): readonly Dirent[] {
    try {
      const entries = readdirSync(folder, { withFileTypes: true });
      this.#rest -= entries.length;
      if (this.#rest >= 0) return entries;
    } catch (cause) {
      if (isGone(cause)) return [];
      throw unreadable(folder, cause);
    }
    throw tooMany(folder);
  }
}

/** The folder that a pattern begins in, as far as it names one, and the names behind it. */
function beginningOf(pattern: string, folder: string): { start: string; names: readonly string[] } {
  const names = pattern.split("/").filter((name) => name !== "" && name !== ".");
  const special = names.findIndex((name) => /[*?[]/.test(name));
  const length = special === -1 ? names.length - 1 : special; // the last one is a file's
  const start = posix.join(pattern.startsWith("/") ? "/" : folder, ...names.slice(0, length));
  return { start, names: names.slice(length) };
}

function matchesName(pattern: string, name: string): boolean {
  return matchesGlob(parseGlob(pattern, "/"), `/${name}`);
}

function realPath(path: string): string | undefined {
  try {
    return realPathOf(path).realPath;
  } catch {
    return undefined;
  }
}

function isGone(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes(reasonOf(error));
}

function unreadable(folder: string, cause: unknown): Error {
  return lockError(
    `Expected to find files to lock in ${quoted(folder)}, got ${reasonOf(cause)}. Write a pattern that leaves it out.`,
    { problem: "file", path: folder, cause },
  );
}

function tooMany(folder: string): Error {
  return lockError(
    `Expected to find all files to lock among ${MAX_WALKED}, got more at ${quoted(folder)}. Write narrower patterns.`,
    { problem: "file", path: folder },
  );
}
