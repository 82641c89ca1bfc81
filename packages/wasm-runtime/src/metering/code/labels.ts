/** The labels that are open where code is written, and how many of the rewriter's own blocks lie in between. */
export class Labels {
  /** By label, outermost first: the rewriter's blocks around it, up to and with those of the label itself. */
  readonly #own: number[] = [0];

  /** For another function. */
  clear(): void {
    this.#own.length = 1;
  }

  /** A label of the function, inside of `own` blocks of the rewriter's. */
  open(own: number): void {
    this.#own.push(this.depthOf(0) + own);
  }

  /** @returns how many blocks of the rewriter's are around it, which end with it */
  close(): number {
    const closed = this.#own.pop() as number;
    return closed - (this.#own[this.#own.length - 1] ?? 0);
  }

  /** Labels of the function that are open, without its own. */
  get size(): number {
    return this.#own.length - 1;
  }

  /** Of the label that is `depth` further out: all of the rewriter's blocks around it. */
  depthOf(depth: number): number {
    return this.#own[this.#own.length - 1 - depth] ?? 0;
  }

  /** What a branch to the label `depth` further out is written with. */
  moved(depth: number): number {
    return depth + this.depthOf(0) - this.depthOf(depth);
  }
}
