import type { Allowance } from "../metering/index.js";

/** setTimeout(3) takes no more: 24 days. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Whether the call of a guest waits for the host. Meanwhile the thread goes on, and its time does, too. */
export class Suspension {
  readonly #allowance: Allowance;
  #isSuspended = false;

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  get isSuspended(): boolean {
    return this.#isSuspended;
  }

  /** Waits, at most until the call's time is up. @throws LimitReached */
  async until<T>(promise: Promise<T>): Promise<T> {
    const { timeLeft } = this.#allowance;
    let alarm: NodeJS.Timeout | undefined;
    this.#isSuspended = true;
    try {
      if (timeLeft > MAX_TIMEOUT_MS) return await promise;
      const late = new Promise<never>((_, reject) => {
        alarm = setTimeout(() => reject(this.#allowance.expire()), Math.ceil(timeLeft));
      });
      return await Promise.race([promise, late]);
    } finally {
      clearTimeout(alarm);
      this.#isSuspended = false;
    }
  }

  /** The host calls the guest that waits for it; what it calls returns before the guest goes on. */
  reenter<T>(call: () => T): T {
    const before = this.#isSuspended;
    this.#isSuspended = false;
    try {
      return call();
    } finally {
      this.#isSuspended = before;
    }
  }
}
