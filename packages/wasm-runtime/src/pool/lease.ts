import { fail } from "@cofferdam/core";

/** An instance that is checked out of a pool. */
export class Lease<Instance> {
  readonly #instance: Instance;
  #giveBack: (() => void) | undefined;

  /** @param giveBack called once */
  constructor(instance: Instance, giveBack: () => void) {
    this.#instance = instance;
    this.#giveBack = giveBack;
  }

  /** Not to be kept: it is somebody else's once it was given back. @throws ERR_POOL_DISPOSED then */
  get instance(): Instance {
    if (this.#giveBack !== undefined) return this.#instance;
    throw fail(
      "ERR_POOL_DISPOSED",
      "Expected a lease that was not released, got one that was: its instance is somebody else's by now. Check out another one.",
    );
  }

  /**
   * Gives it back, to be put to what it was when it was opened. Idempotent.
   *
   * @throws ERR_TARGET_BUSY: one of its calls still runs. It is given back, and nobody gets it any more.
   */
  release(): void {
    const giveBack = this.#giveBack;
    this.#giveBack = undefined;
    giveBack?.();
  }

  [Symbol.dispose](): void {
    this.release();
  }
}
