import { closeSync, constants, readSync } from "node:fs";
import { posix } from "node:path";
import { openRegularFile } from "@cofferdam/admission";
import { headerProblem } from "./elf/image.js";
import { realFolder } from "./real-folder.js";
import type { LockSubject } from "./subject.js";
import { Walk } from "./walk.js";

/** What a policy lets be loaded. Relative ones begin at its folder. */
export interface LockSources {
  /** Patterns, as `ffi.sandbox.allowed_libs` has them. */
  readonly libraries?: readonly string[] | undefined;
  /** Paths of `.node` files. */
  readonly addons?: readonly string[] | undefined;
  /** Paths of modules. */
  readonly wasm?: readonly string[] | undefined;
}

export interface FoundSubjects {
  readonly subjects: readonly LockSubject[];
  /** Patterns that no library has. */
  readonly unmatched: readonly string[];
}

/**
 * What is to be locked. Of the files that a pattern matches those count that could be loaded: a README beside a library is no
 * subject.
 *
 * @throws ERR_POLICY_LOCK; SyntaxError: a pattern is none
 */
export function subjectsOf(
  { libraries = [], addons = [], wasm = [] }: LockSources,
  folder: string,
): FoundSubjects {
  const base = realFolder(folder);
  const walk = new Walk(base);
  const found = libraries.map((pattern) => walk.files(pattern).filter(isLibrary));
  const paths = [...new Set(found.flat())].sort();
  return {
    subjects: [
      ...paths.map((path) => ({ kind: "library" as const, path })),
      ...addons.map((path) => ({ kind: "addon" as const, path: posix.resolve(base, path) })),
      ...wasm.map((path) => ({ kind: "wasm" as const, path: posix.resolve(base, path) })),
    ],
    unmatched: libraries.filter((_, index) => found[index]?.length === 0),
  };
}

/** By its first bytes. One that cannot be read is a subject: locking it says why. */
function isLibrary(path: string): boolean {
  let fd: number | undefined;
  try {
    ({ fd } = openRegularFile(path, constants.O_NOFOLLOW));
    const start = Buffer.alloc(64);
    return headerProblem(start.subarray(0, readSync(fd, start, 0, start.length, 0))) === undefined;
  } catch {
    return true;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
