import type { Request } from "../request.js";
import type { Rules } from "./rules.js";

/** A target that is open. */
export interface Opened {
  /** What core calls it. */
  readonly name: string;
  /** What was asked when it was opened. */
  readonly request: Request;
  /** What was promised then. */
  readonly rules: Rules;
  /** Files that are loaded for it. */
  readonly files: readonly string[];
  /** Bytes that `alloc` holds. */
  held: number;
  /** Lets go of what was held for it. */
  readonly release: () => void;
}

/** The targets that are open. Layers are told names only: where one is open twice, the one that was opened last counts. */
export class OpenTargets {
  readonly #all = new Set<Opened>();
  readonly #collected = new FinalizationRegistry<Opened>((opened) => this.remove(opened));

  add(opened: Opened): void {
    this.#all.add(opened);
  }

  remove(opened: Opened): void {
    if (this.#all.delete(opened)) opened.release();
  }

  /** A handle that nobody has any more need not have been disposed. */
  removeWith(handle: object, opened: Opened): void {
    this.#collected.register(handle, opened);
  }

  named(name: string): Opened | undefined {
    return [...this.#all].findLast((opened) => opened.name === name);
  }

  /** Distinct ones. */
  get files(): ReadonlySet<string> {
    return new Set([...this.#all].flatMap(({ files }) => files));
  }

  get size(): number {
    return this.#all.size;
  }
}
