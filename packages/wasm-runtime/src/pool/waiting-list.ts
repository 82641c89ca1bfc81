/** One who waits for a thing. */
interface Waiter<T> {
  readonly resolve: (thing: T) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: NodeJS.Timeout | undefined;
}

/** Those who wait, first come, first served. */
export class WaitingList<T> {
  /** In the order in which they came. */
  readonly #waiters = new Set<Waiter<T>>();

  get count(): number {
    return this.#waiters.size;
  }

  /**
   * @param timeout milliseconds; 0: for ever
   * @param late makes the error of one who waited so long
   */
  wait(timeout: number, late: () => Error): Promise<T> {
    return new Promise((resolve, reject) => {
      const isLate = () => {
        this.#waiters.delete(waiter);
        reject(late());
      };
      const timer = timeout === 0 ? undefined : setTimeout(isLate, timeout);
      const waiter: Waiter<T> = { resolve, reject, timer };
      this.#waiters.add(waiter);
    });
  }

  /** The first one gets what there is. */
  serve(thing: T): void {
    this.#next()?.resolve(thing);
  }

  /** The first one is told that there is nothing for it. */
  refuse(error: unknown): void {
    this.#next()?.reject(error);
  }

  /** All are. @param error makes the error of each */
  refuseAll(error: () => Error): void {
    while (this.count > 0) this.refuse(error());
  }

  #next(): Waiter<T> | undefined {
    const [first] = this.#waiters;
    if (first === undefined) return undefined;
    this.#waiters.delete(first);
    clearTimeout(first.timer);
    return first;
  }
}
