import type { Budget } from "./budget.js";

/** What the inodes of one tree share. */
export class MemoryTree {
  readonly budget: Budget;
  /** Nanoseconds since 1970. */
  readonly now: () => bigint;
  /** Said where it is asked for, to tell trees apart. */
  readonly device: bigint;
  #lastInode = 0n;

  constructor(budget: Budget, now: () => bigint, device: bigint) {
    this.budget = budget;
    this.now = now;
    this.device = device;
  }

  nextInode(): bigint {
    return ++this.#lastInode;
  }
}
