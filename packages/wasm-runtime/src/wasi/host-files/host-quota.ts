import { refuse } from "../errno.js";

/** Bytes that a guest may add to a host directory. What it truncates it gets back, up to what it had. */
export class HostQuota {
  readonly #limit: number;
  #left: number;

  constructor(limit: number) {
    this.#limit = limit;
    this.#left = limit;
  }

  get isLimited(): boolean {
    return this.#limit !== Number.POSITIVE_INFINITY;
  }

  get left(): number {
    return this.#left;
  }

  /** @throws EDQUOT */
  take(bytes: number): void {
    if (bytes > this.#left) refuse("EDQUOT");
    this.#left -= bytes;
  }

  give(bytes: number): void {
    this.#left = Math.min(this.#limit, this.#left + bytes);
  }

  /** Pays for what is done, unless it is refused. */
  paying<T>(bytes: number, act: () => T): T {
    this.take(bytes);
    try {
      return act();
    } catch (error) {
      this.give(bytes);
      throw error;
    }
  }
}
