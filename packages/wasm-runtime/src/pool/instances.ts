import type { TargetStatus } from "@cofferdam/core";

/** What can be in a pool. */
export interface Poolable {
  reset(): void;
  status(): TargetStatus;
  dispose(): void;
}

/** Instances of one target: those that wait, how often each was used, and those that are to end. */
export class Instances<Instance extends Poolable> {
  /** The one that was used last is the next: it is in the processor's caches. */
  readonly #idle: Instance[] = [];
  readonly #uses = new Map<Instance, number>();
  /** They still had a call when they were to be disposed. */
  readonly #ending = new Set<Instance>();
  readonly #maxUses: number;
  created = 0;
  discarded = 0;
  uses = 0;

  constructor(maxUses: number) {
    this.#maxUses = maxUses;
  }

  get idle(): number {
    return this.#idle.length;
  }

  /** Idle or not. */
  get count(): number {
    return this.#uses.size;
  }

  add(instance: Instance): void {
    this.created++;
    this.#uses.set(instance, 0);
    this.#idle.push(instance);
  }

  /** undefined: none is idle. */
  take(): Instance | undefined {
    const instance = this.#idle.pop();
    if (instance === undefined) return undefined;
    this.uses++;
    this.#uses.set(instance, (this.#uses.get(instance) ?? 0) + 1);
    return instance;
  }

  /** It is as it was when it was opened, or gone. @throws ERR_TARGET_BUSY: one of its calls runs; then it is gone */
  putBack(instance: Instance): void {
    this.#endAll();
    const isWorn = (this.#uses.get(instance) ?? 0) >= this.#maxUses;
    if (isWorn || instance.status().tainted) {
      this.#discard(instance);
      return;
    }
    try {
      instance.reset();
    } catch (error) {
      this.#discard(instance);
      if (isBusy(error)) throw error;
      return; // it is disposed, or its start function had a fault
    }
    this.#idle.push(instance);
  }

  /** All that are idle. */
  dispose(): void {
    for (const instance of this.#idle.splice(0)) this.#discard(instance);
    this.#endAll();
  }

  #discard(instance: Instance): void {
    this.discarded++;
    this.#uses.delete(instance);
    this.#ending.add(instance);
    this.#endAll();
  }

  #endAll(): void {
    for (const instance of this.#ending) {
      try {
        instance.dispose();
      } catch (error) {
        if (!isBusy(error)) throw error;
        continue; // later
      }
      this.#ending.delete(instance);
    }
  }
}

function isBusy(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === "ERR_TARGET_BUSY";
}
