import { Violation } from "../../faults/guest-fault.js";
import { MAX_SUBSCRIPTIONS } from "../../wasi/limits.js";
import type { Clock } from "../../wasi/sources/clock.js";
import { Resource, type Resources } from "./resource.js";

/** wasi:io/poll. Streams and files are always ready, so there is nothing to wait for but time. */
export class Pollable extends Resource {
  readonly #clock: Clock;
  /** Nanoseconds of the monotonic clock; undefined: it is so. */
  readonly #due: bigint | undefined;

  constructor(resources: Resources, clock: Clock, due?: bigint) {
    super(resources);
    this.#clock = clock;
    this.#due = due;
  }

  ready(): boolean {
    return this.wait === 0n;
  }

  block(): void {
    this.#clock.wait(Number(this.wait) / 1e6);
  }

  /** Nanoseconds until it is ready. */
  get wait(): bigint {
    if (this.#due === undefined) return 0n;
    const left = this.#due - this.#clock.monotonic();
    return left > 0n ? left : 0n;
  }
}

/** @returns indexes of those that are ready, or of the first to be: it is waited for */
export function poll(clock: Clock, pollables: readonly Pollable[]): Uint32Array {
  if (pollables.length === 0) throw new WebAssembly.RuntimeError("poll of nothing");
  if (pollables.length > MAX_SUBSCRIPTIONS) {
    throw new Violation("poll", `${pollables.length} pollables`, `at most ${MAX_SUBSCRIPTIONS}`);
  }
  const waits = pollables.map(({ wait }) => wait);
  const first = waits.reduce((least, wait) => (wait < least ? wait : least));
  clock.wait(Number(first) / 1e6);
  return Uint32Array.from(waits.flatMap((wait, index) => (wait <= first ? [index] : [])));
}
