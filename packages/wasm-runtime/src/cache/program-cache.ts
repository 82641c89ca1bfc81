import { createHash } from "node:crypto";
import type { MeterOptions } from "../metering/index.js";
import { compile, prepare } from "../program/compile.js";
import type { Original, Program } from "../program/program.js";
import type { FolderCache, FolderFigures } from "./folder/folder-cache.js";
import { RecentPrograms } from "./recent-programs.js";

export interface CacheFigures {
  /** Programs in memory. */
  readonly programs: number;
  /** What they take: their modules, metered and not, and V8's copies. */
  readonly bytes: number;
  /** Modules that were opened, and their programs in memory, or not. */
  readonly hits: number;
  readonly misses: number;
  /** undefined: none was given. */
  readonly folder: FolderFigures | undefined;
}

/** Makes programs of modules, each once where it can. */
export class ProgramCache {
  readonly #options: MeterOptions;
  readonly #recent: RecentPrograms;
  readonly #folder: FolderCache | undefined;
  #hits = 0;
  #misses = 0;

  /**
   * @param options that all of its modules are metered with
   * @param memory bytes of programs that are kept in memory; 0: none
   */
  constructor(options: MeterOptions, memory: number, folder?: FolderCache) {
    this.#options = options;
    this.#recent = new RecentPrograms(memory);
    this.#folder = folder;
  }

  /** @param original borrowed for as long as the program is kept. @throws ERR_WASM_INVALID */
  programOf(name: string, original: Uint8Array): Program {
    const sha256 = createHash("sha256").update(original).digest("hex");
    const kept = this.#recent.get(sha256);
    if (kept !== undefined) {
      this.#hits++;
      return kept.name === name ? kept : { ...kept, name };
    }
    this.#misses++;
    const program = this.#made({ name, sha256, original, options: this.#options });
    this.#recent.add(program);
    return program;
  }

  figures(): CacheFigures {
    return {
      programs: this.#recent.count,
      bytes: this.#recent.bytes,
      hits: this.#hits,
      misses: this.#misses,
      folder: this.#folder?.figures(),
    };
  }

  #made(module: Original): Program {
    const folder = this.#folder;
    if (folder === undefined) return compile(prepare(module));
    const kept = folder.read(module);
    if (kept !== undefined) {
      try {
        return compile({ ...module, ...kept });
      } catch {
        // another Node wrote it, one that knows more: what is wrong with the module here, metering it tells
      }
    }
    const prepared = prepare(module);
    const program = compile(prepared);
    if (kept === undefined) folder.write(prepared);
    return program;
  }
}
