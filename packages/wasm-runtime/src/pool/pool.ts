import { fail, type Guard, show, type Target } from "@cofferdam/core";
import { Instances, type Poolable } from "./instances.js";
import { Lease } from "./lease.js";
import { checkedPool, type PoolOptions } from "./pool-options.js";
import { WaitingList } from "./waiting-list.js";

/** What `status()` of a pool shows. */
export interface PoolStatus {
  readonly target: string;
  /** Instances that there may be. */
  readonly size: number;
  readonly idle: number;
  /** Checked out. */
  readonly busy: number;
  /** Being opened. */
  readonly opening: number;
  /** Checkouts that wait. */
  readonly waiting: number;
  /** Of all time: opened; ended, after a fault or `maxUses`; checked out; waited too long; too many that waited. */
  readonly created: number;
  readonly discarded: number;
  readonly uses: number;
  readonly timeouts: number;
  readonly refused: number;
}

/**
 * Instances of one target, to be used by one after another: each user finds one that is as it was when it was opened. One
 * that had a fault is disposed, and another one opened when it is needed.
 *
 * @param guard opens them
 * @param target the same for all; one whose instances can be reset, such as `wasmModule(…)`. A file is read for each that is
 *   opened, and made a program once, as the cache of the layer `wasm` has it
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function createPool<Instance extends Poolable>(
  guard: Guard,
  target: Target<Instance>,
  options: PoolOptions = {},
): Pool<Instance> {
  return new Pool(guard, target, checkedPool(options));
}

/** Of `createPool`. */
export class Pool<Instance extends Poolable> {
  readonly #guard: Guard;
  readonly #target: Target<Instance>;
  readonly #options: Required<PoolOptions>;
  readonly #instances: Instances<Instance>;
  readonly #waiting = new WaitingList<Lease<Instance>>();
  readonly #counts = { timeouts: 0, refused: 0 };
  #opening = 0;
  #isDisposed = false;
  /** Called when nothing is checked out or opened any more. */
  #whenIdle: (() => void)[] = [];

  constructor(guard: Guard, target: Target<Instance>, options: Required<PoolOptions>) {
    this.#guard = guard;
    this.#target = target;
    this.#options = options;
    this.#instances = new Instances(options.maxUses);
  }

  /**
   * Lends an instance: `using lease = await pool.checkout()`. Who asked first gets one first.
   *
   * @throws ERR_POOL_TIMEOUT, ERR_POOL_BUSY, ERR_POOL_DISPOSED, and what opening an instance throws
   */
  async checkout(): Promise<Lease<Instance>> {
    if (this.#isDisposed) throw this.#disposedError();
    const { size, queue, timeout } = this.#options;
    const { idle, count } = this.#instances;
    if (this.#waiting.count >= idle + (size - count) + queue) {
      this.#counts.refused++;
      throw this.#busyError();
    }
    const lease = this.#waiting.wait(timeout, () => this.#lateError());
    this.#serve();
    return lease;
  }

  /**
   * Lends an instance for as long as `work` takes.
   *
   * @returns what `work` returns
   * @throws what `checkout()` and `work` throw; ERR_TARGET_BUSY: a call of the instance still runs when `work` has ended
   */
  async use<Result>(work: (instance: Instance) => Result | Promise<Result>): Promise<Result> {
    if (typeof work !== "function") throw noWork(work);
    const lease = await this.checkout();
    let result: Result;
    try {
      result = await work(lease.instance);
    } catch (error) {
      releaseQuietly(lease); // the first verdict wins
      throw error;
    }
    lease.release();
    return result;
  }

  status(): PoolStatus {
    const { idle, created, discarded, uses } = this.#instances;
    return {
      target: this.#target.name,
      size: this.#options.size,
      idle,
      busy: this.#busy,
      opening: this.#opening,
      waiting: this.#waiting.count,
      created,
      discarded,
      uses,
      ...this.#counts,
    };
  }

  /** Disposes all instances, and refuses those who wait. Idempotent. @throws ERR_TARGET_BUSY: some are checked out */
  dispose(): void {
    if (this.#busy > 0) throw this.#inUseError();
    this.#close();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** The same, once all are given back; nothing is checked out from now on. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#close();
    if (this.#busy + this.#opening === 0) return;
    await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }

  get #busy(): number {
    return this.#instances.count - this.#instances.idle;
  }

  #close(): void {
    this.#isDisposed = true;
    this.#waiting.refuseAll(() => this.#disposedError());
    this.#instances.dispose();
  }

  /** Gives what is idle to those who wait, and opens more for those for whom there is none. */
  #serve(): void {
    while (this.#waiting.count > 0) {
      const instance = this.#instances.take();
      if (instance === undefined) break;
      this.#waiting.serve(new Lease(instance, () => this.#giveBack(instance)));
    }
    const room = this.#options.size - this.#instances.count - this.#opening;
    const missing = Math.min(this.#waiting.count - this.#opening, room);
    for (let each = 0; each < missing; each++) this.#open();
  }

  async #open(): Promise<void> {
    this.#opening++;
    try {
      this.#instances.add(await this.#guard.open(this.#target));
    } catch (error) {
      this.#waiting.refuse(error);
    }
    this.#opening--;
    this.#continue();
  }

  #giveBack(instance: Instance): void {
    try {
      this.#instances.putBack(instance);
    } finally {
      this.#continue();
    }
  }

  #continue(): void {
    if (!this.#isDisposed) {
      this.#serve();
      return;
    }
    this.#instances.dispose();
    if (this.#busy + this.#opening > 0) return;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  #lateError(): Error {
    this.#counts.timeouts++;
    const { timeout, size } = this.#options;
    return fail(
      "ERR_POOL_TIMEOUT",
      `Expected an instance of ${this.#target.name} within ${timeout} ms, got none: ${this.#busy} of ${size} are checked out, ` +
        `and ${this.#waiting.count} more wait. Release leases sooner, or raise \`size\` or \`timeout\`.`,
    );
  }

  #busyError(): Error {
    const { queue, size } = this.#options;
    return fail(
      "ERR_POOL_BUSY",
      `Expected at most ${queue} to wait for an instance of ${this.#target.name}, got one more: ${this.#busy} of ${size} are checked out. ` +
        "Try again later, or raise `size` or `queue`.",
    );
  }

  #inUseError(): Error {
    return fail(
      "ERR_TARGET_BUSY",
      `Cannot dispose the pool of ${this.#target.name}: ${this.#busy} instances are checked out. ` +
        "Release them first, or wait for that with `await using`.",
    );
  }

  #disposedError(): Error {
    return fail(
      "ERR_POOL_DISPOSED",
      `Expected a pool of ${this.#target.name} that is in use, got one that was disposed. Make another one with createPool().`,
    );
  }
}

function releaseQuietly(lease: Lease<unknown>): void {
  try {
    lease.release();
  } catch {
    // a call of it still runs: nobody gets it any more
  }
}

function noWork(work: unknown): Error {
  return fail(
    "ERR_OPTION_TYPE",
    `Expected a function for \`pool.use(work)\`, got ${show(work)}. Give async (instance) => ….`,
  );
}
