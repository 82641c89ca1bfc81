import { createHash } from "node:crypto";
import { fail } from "@cofferdam/core";
import type { Original, Prepared } from "../../program/program.js";
import { MAX_ENTRY_BYTES } from "../limits.js";
import { REWRITER_VERSION } from "../rewriter-version.js";
import { decodeEntry, type Entry, encodeEntry, FORMAT } from "./entry.js";
import { readEntryFile, writeEntryFile } from "./entry-file.js";
import { evict } from "./evict.js";
import { trustedFolder } from "./trusted-folder.js";

export interface FolderFigures {
  readonly path: string;
  /** Entries that were used, and that were not there. */
  readonly hits: number;
  readonly misses: number;
  /** There, and not used: damaged, or perhaps somebody else's. */
  readonly rejected: number;
  readonly written: number;
  /** Removed, as there were too many bytes. */
  readonly evicted: number;
  /** Times that something could not be read or written; nothing is kept then. */
  readonly failed: number;
  /** What the system said at the last one, such as "ENOSPC". */
  readonly lastError: string | null;
}

/** Metered modules in a folder, which other processes may use at the same time. It is a cache: what fails is no error. */
export class FolderCache {
  readonly #path: string;
  /** undefined: it cannot be reached. */
  readonly #folder: string | undefined;
  readonly #user: number;
  readonly #most: number;
  readonly #counts = { hits: 0, misses: 0, rejected: 0, written: 0, evicted: 0, failed: 0 };
  #lastError: string | null = null;

  /**
   * @param path absolute
   * @param most bytes of all entries
   * @throws ERR_WASM_CACHE: others could write there; ERR_UNSUPPORTED_PLATFORM
   */
  constructor(path: string, most: number) {
    this.#path = path;
    this.#most = most;
    this.#user = thisUser();
    this.#folder = this.#attempt(() => trustedFolder(path, this.#user));
  }

  /** @returns undefined: there is none that can be used */
  read(module: Original): Entry | undefined {
    const folder = this.#folder;
    if (folder === undefined) return undefined;
    const key = keyOf(module);
    return this.#attempt(() => {
      const bytes = readEntryFile(folder, key, this.#user);
      const entry = bytes && decodeEntry(key, bytes);
      this.#counts[entry === undefined ? "rejected" : "hits"]++;
      return entry;
    }, notRead);
  }

  /** One that is larger than all may be is not kept, and leaves the others. */
  write(prepared: Prepared): void {
    const folder = this.#folder;
    if (folder === undefined) return;
    const key = keyOf(prepared);
    const bytes = encodeEntry(key, prepared);
    if (bytes.length > Math.min(this.#most, MAX_ENTRY_BYTES)) return;
    this.#attempt(() => {
      writeEntryFile(folder, key, bytes);
      this.#counts.written++;
      this.#counts.evicted += evict(folder, this.#most);
    });
  }

  figures(): FolderFigures {
    return { path: this.#path, ...this.#counts, lastError: this.#lastError };
  }

  /**
   * @param meanings of what the system says; of anything else, it failed
   * @returns undefined: the system could not
   */
  #attempt<T>(act: () => T, meanings: typeof notRead = {}): T | undefined {
    try {
      return act();
    } catch (error) {
      const { syscall, code } = error as NodeJS.ErrnoException;
      if (syscall === undefined || code === undefined) throw error;
      const meaning = meanings[code];
      if (meaning === undefined) this.#failed(code);
      else this.#counts[meaning]++;
      return undefined;
    }
  }

  #failed(code: string): void {
    this.#counts.failed++;
    this.#lastError = code;
    warnOnce(this.#path, code);
  }
}

/** What open(2) says of an entry: there is none; it is a link. */
const notRead: Readonly<Record<string, "misses" | "rejected">> = {
  ENOENT: "misses",
  ELOOP: "rejected",
};

/** The module's digest, the rewriter's, and every option: what the metered module is made of. */
function keyOf({ sha256, options }: Original): string {
  const { mode, stack, allow, caps } = options;
  const sorted = (names: object = {}) => Object.entries(names).sort();
  const parts = [FORMAT, REWRITER_VERSION, sha256, mode, stack, sorted(allow), sorted(caps)];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function thisUser(): number {
  const user = process.geteuid?.();
  if (user !== undefined) return user;
  throw fail(
    "ERR_UNSUPPORTED_PLATFORM",
    `Expected a platform whose files have owners for \`cache\`, got ${process.platform}. Keep modules in memory alone.`,
  );
}

let hasWarned = false;

/** Of all folders of a process: modules run all the same, and the figures tell the rest. */
function warnOnce(path: string, code: string): void {
  if (hasWarned) return;
  hasWarned = true;
  process.emitWarning(
    `The cache of WebAssembly modules ${JSON.stringify(path)} keeps nothing (${code}); they are metered anew.`,
    { code: "ERR_WASM_CACHE" },
  );
}
