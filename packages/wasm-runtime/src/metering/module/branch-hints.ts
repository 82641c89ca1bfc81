/** The "metadata.code.branch_hint" section: which branches are taken (branch hinting proposal, "Binary format"). */
import { InvalidModuleError } from "../binary/invalid-module.js";
import { SECTION } from "../binary/opcode.js";
import { Reader } from "../binary/reader.js";
import { Writer } from "../binary/writer.js";
import type { Shape } from "./shape.js";

export const BRANCH_HINTS = "metadata.code.branch_hint";

interface Hint {
  /** Offset of its instruction in the original. */
  readonly source: number;
  /** Bytes of what it says, with their count. */
  readonly value: readonly [from: number, to: number];
  /** Bytes from where the new function's local variables begin; undefined: not written. */
  moved: number | undefined;
}

/** Hints move with their instructions: told what is copied while a function is written, as OnCopy is. */
export class BranchHints {
  readonly #bytes: Uint8Array;
  /** By function of the module, in the order of the instructions. */
  readonly #hints: ReadonlyMap<number, readonly Hint[]>;
  #current: readonly Hint[] = [];
  /** Of those, the first that was not copied yet. */
  #next = 0;

  constructor(bytes: Uint8Array, hints: ReadonlyMap<number, readonly Hint[]>) {
    this.#bytes = bytes;
    this.#hints = hints;
  }

  /** A function is written from now on. @param index among all of the module's */
  begin(index: number): void {
    this.#current = this.#hints.get(index) ?? [];
    this.#next = 0;
  }

  copied(at: number, source: number, length: number): void {
    for (; this.#next < this.#current.length; this.#next++) {
      const hint = this.#current[this.#next] as Hint;
      if (hint.source >= source + length) return;
      if (hint.source >= source) hint.moved = at + hint.source - source;
    }
  }

  /** The section's content, with new indices for functions. */
  write(moved: (index: number) => number): Writer {
    const out = new Writer();
    out.name(BRANCH_HINTS);
    out.u32(this.#hints.size);
    for (const [index, all] of this.#hints) {
      const hints = all.filter((hint) => hint.moved !== undefined);
      out.u32(moved(index));
      out.u32(hints.length);
      for (const hint of hints) {
        out.u32(hint.moved as number);
        out.copy(this.#bytes, ...hint.value);
      }
    }
    return out;
  }
}

/** @returns undefined: there are none, or they cannot be read, and engines ignore them */
export function readBranchHints(shape: Shape): BranchHints | undefined {
  for (const { id, at, end } of shape.sections) {
    if (id !== SECTION.CUSTOM) continue;
    const reader = new Reader(shape.bytes, at, end);
    if (reader.name() === BRANCH_HINTS) return tryRead(shape, reader);
  }
  return undefined;
}

function tryRead(shape: Shape, reader: Reader): BranchHints | undefined {
  const hints = new Map<number, readonly Hint[]>();
  try {
    for (let rest = reader.count(); rest > 0; rest--) {
      const index = reader.u32();
      const body = shape.bodies[index - shape.importedFunctions];
      if (body === undefined) return undefined;
      hints.set(index, readHints(reader, body.at));
    }
  } catch (error) {
    if (error instanceof InvalidModuleError) return undefined;
    throw error;
  }
  return new BranchHints(shape.bytes, hints);
}

function readHints(reader: Reader, bodyAt: number): readonly Hint[] {
  const hints: Hint[] = [];
  for (let rest = reader.count(); rest > 0; rest--) {
    const source = bodyAt + reader.u32();
    const from = reader.at;
    reader.skip(reader.u32());
    hints.push({ source, value: [from, reader.at], moved: undefined });
  }
  return hints;
}
