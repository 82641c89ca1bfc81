/**
 * Decides about one library after the other, and opens what may be loaded. What is loaded is the descriptor, as
 * `/proc/self/fd/N`, so that no other file can take the path between the decision and the loader:
 *
 *     name ─find─▶ real path ─open once─▶ descriptor ─its own path, type, bytes are checked─▶ /proc/self/fd/N ─dlopen
 *
 * What holds for a library that glibc loads by such a path (test/loading.test.ts):
 *
 * - A file is one library, under however many descriptors and paths it is loaded: glibc knows it by device and inode.
 * - glibc knows the *name* `/proc/self/fd/N` too, for as long as the library is loaded, and does not look again: were N
 *   closed and used for another file, loading that would give the old library. Some libraries stay loaded whatever one does,
 *   so a name is not used twice: see load-path.ts. Only where descriptors stay open for good, as in a helper of its own, is
 *   the plain one enough.
 * - `$ORIGIN` is `/proc/self/fd`, so that a library's own RUNPATH finds nothing beside it. What it needs from there has to be
 *   admitted and loaded before it, in the order of `neededLibraries`; glibc then finds it by its DT_SONAME.
 *
 * - Under Landlock the loader opens the file anew, so that whoever loads it has to be granted reading it; a rule may name the
 *   descriptor itself (LANDLOCK_RULE_PATH_BENEATH with `parent_fd` N), and no folder.
 *
 * What does not hold: who may write the file can change the bytes in place afterwards. Where a digest is pinned, only root and
 * this user may. And a file is judged by its own path: a copy or a hard link elsewhere of what is blocked is not blocked.
 */
import { closeSync, existsSync } from "node:fs";
import { fail, show } from "@cofferdam/core";
import { bytesOfFile } from "./bytes.js";
import { type Elf, readElf } from "./elf.js";
import type { FoundFile } from "./find.js";
import { matchesGlob } from "./glob.js";
import { loadPathOf } from "./load-path.js";
import { thisMachine } from "./machine.js";
import { type Candidate, openLibrary } from "./open-library.js";
import { checkPins } from "./pins.js";
import type { LibraryPolicy } from "./policy.js";
import { refusal } from "./refusal.js";

/** A library that may be loaded, open. Dispose it when it is not loaded any more: that makes room for another. */
export interface AdmittedLibrary extends FoundFile, Disposable {
  /** Owned by this object. */
  readonly fd: number;
  /** For dlopen(3), of the file that is open as `fd`. */
  readonly loadPath: string;
  /** Only where the policy has one for it. */
  readonly sha256?: string;
  /** Names of the libraries that the loader brings with it; `neededLibraries` says which these are. */
  readonly needed: readonly string[];
}

/** Admits libraries under one policy, and counts them. */
export class Admission {
  readonly #policy: LibraryPolicy;
  /** Admitted and not disposed, by file. */
  readonly #loaded = new Map<string, number>();

  /** @throws ERR_UNSUPPORTED_PLATFORM */
  constructor(policy: LibraryPolicy) {
    if (process.platform !== "linux" || !thisMachine || !existsSync("/proc/self/fd")) {
      throw fail(
        "ERR_UNSUPPORTED_PLATFORM",
        `No library can be checked on ${process.platform}-${process.arch}. Use Linux on x64 or arm64, with /proc.`,
      );
    }
    this.#policy = policy;
  }

  /** Distinct files that are admitted now. */
  get loaded(): number {
    return this.#loaded.size;
  }

  /**
   * @param name as dlopen(3) takes it: with a slash a path from the working directory, without one a name that the system
   *   looks for
   * @throws LibraryRefusal, ERR_OPTION_TYPE
   */
  admit(name: string): AdmittedLibrary {
    checkName(name);
    const candidate = openLibrary(name);
    try {
      const { fd, path, realPath, links } = candidate;
      const answers = this.#check(candidate);
      const loadPath = loadPathOf(fd);
      const dispose = this.#take(candidate);
      return { fd, loadPath, path, realPath, links, ...answers, [Symbol.dispose]: dispose };
    } catch (error) {
      closeSync(candidate.fd);
      throw error;
    }
  }

  #check(candidate: Candidate): Pick<AdmittedLibrary, "needed" | "sha256"> {
    checkPath(candidate, this.#policy);
    const { needed } = elfOf(candidate);
    this.#checkCount(candidate);
    const sha256 = checkPins(candidate, this.#policy.pins);
    return { needed, ...(sha256 !== undefined && { sha256 }) };
  }

  #checkCount(candidate: Candidate): void {
    const { maxLoaded } = this.#policy;
    if (this.#loaded.size < maxLoaded || this.#loaded.has(keyOf(candidate))) return;
    throw refusal("max_loaded_libs", candidate, String(maxLoaded));
  }

  /** Counts it. Returns what ends that, once. */
  #take(candidate: Candidate): () => void {
    const key = keyOf(candidate);
    this.#loaded.set(key, (this.#loaded.get(key) ?? 0) + 1);
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      closeSync(candidate.fd);
      const rest = (this.#loaded.get(key) as number) - 1;
      if (rest > 0) this.#loaded.set(key, rest);
      else this.#loaded.delete(key);
    };
  }
}

/** Which file it is, whatever it is called. */
function keyOf({ status }: Candidate): string {
  return `${status.dev}:${status.ino}`;
}

function checkName(name: string): void {
  if (typeof name === "string" && name !== "" && !name.includes("\0")) return;
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected a library's name or path for \`admit\`, got ${show(name)}. Give one such as "./libparser.so".`,
  );
}

function checkPath(candidate: Candidate, { allowed, blocked }: LibraryPolicy): void {
  const { realPath } = candidate;
  const folder = blocked.find((place) => realPath.startsWith(place === "/" ? place : `${place}/`));
  if (folder !== undefined) throw refusal("block_system_libs", candidate, folder);
  for (const patterns of allowed) {
    if (patterns.some((glob) => matchesGlob(glob, realPath))) continue;
    throw refusal("allowed_libs", candidate, listed(patterns.map(({ text }) => text)));
  }
}

function listed(patterns: readonly string[]): string {
  const more = patterns.length > 3 ? `, and ${patterns.length - 3} more` : "";
  return patterns.slice(0, 3).join(", ") + more || "nothing";
}

function elfOf(candidate: Candidate): Elf {
  const elf = readOrRefuse(candidate);
  if (elf.machine === thisMachine?.elf) return elf;
  throw refusal("elf", candidate, `ELF machine ${elf.machine}, not ${thisMachine?.elf}`);
}

function readOrRefuse(candidate: Candidate): Elf {
  try {
    return readElf(bytesOfFile(candidate.fd));
  } catch (cause) {
    throw refusal("elf", candidate, (cause as Error).message, { cause });
  }
}
