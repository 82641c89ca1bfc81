import type { Program } from "../program/program.js";

/** Programs by the digest of their modules, of one layer; the one that was asked for longest ago goes first. */
export class RecentPrograms {
  readonly #most: number;
  /** In the order in which they were asked for. */
  readonly #programs = new Map<string, Program>();
  #bytes = 0;

  /** @param most bytes that they may have together; 0: none is kept */
  constructor(most: number) {
    this.#most = most;
  }

  get count(): number {
    return this.#programs.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(sha256: string): Program | undefined {
    const program = this.#programs.get(sha256);
    if (program === undefined) return undefined;
    this.#programs.delete(sha256);
    this.#programs.set(sha256, program);
    return program;
  }

  /** One that is larger than all may be is not kept, and leaves the others. */
  add(program: Program): void {
    const bytes = bytesOf(program);
    if (bytes > this.#most) return;
    this.#programs.set(program.sha256, program);
    this.#bytes += bytes;
    for (const oldest of this.#programs.values()) {
      if (this.#bytes <= this.#most) return;
      this.#programs.delete(oldest.sha256);
      this.#bytes -= bytesOf(oldest);
    }
  }
}

/** V8 has a copy of the metered module. The machine code that it makes in time is not counted: nobody tells its size. */
function bytesOf({ original, metered }: Program): number {
  return original.length + 2 * metered.length;
}
