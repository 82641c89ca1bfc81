import { checkKeys, fail, show } from "@cofferdam/core";

/** Milliseconds since 1970, and how far the clock goes on at each reading: fractions are taken. 0: it stands still. */
export interface VirtualTime {
  readonly now: number;
  readonly step?: number;
}

/** What the guest takes for time, in nanoseconds. */
export interface Clock {
  /** Since 1970. */
  realtime(): bigint;
  /** Since the guest began. */
  monotonic(): bigint;
  readonly resolution: { readonly realtime: bigint; readonly monotonic: bigint };
  /** Lets `ms` go by. */
  wait(ms: number): void;
  reset(): void;
}

/**
 * @param sleep stops the thread for so many milliseconds; a virtual clock goes on instead
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function clockOf(time: "real" | VirtualTime, sleep: (ms: number) => void): Clock {
  if (time === "real") return new RealClock(sleep);
  checkKeys(time, ["now", "step"], "clock");
  checkTime(time.now, "clock.now");
  checkTime(time.step ?? 0, "clock.step");
  return new VirtualClock(nanoseconds(time.now), nanoseconds(time.step ?? 0));
}

class RealClock implements Clock {
  readonly resolution = { realtime: 1_000_000n, monotonic: 1000n };
  readonly #sleep: (ms: number) => void;
  #began = performance.now();

  constructor(sleep: (ms: number) => void) {
    this.#sleep = sleep;
  }

  realtime(): bigint {
    return BigInt(Date.now()) * 1_000_000n;
  }

  /** Not since the machine began: that is nothing for a guest to know. */
  monotonic(): bigint {
    return nanoseconds(performance.now() - this.#began);
  }

  wait(ms: number): void {
    if (ms > 0) this.#sleep(ms);
  }

  reset(): void {
    this.#began = performance.now();
  }
}

class VirtualClock implements Clock {
  readonly resolution = { realtime: 1n, monotonic: 1n };
  readonly #begin: bigint;
  readonly #step: bigint;
  #passed = 0n;

  constructor(begin: bigint, step: bigint) {
    this.#begin = begin;
    this.#step = step;
  }

  realtime(): bigint {
    return this.#begin + this.monotonic();
  }

  monotonic(): bigint {
    const now = this.#passed;
    this.#passed += this.#step;
    return now;
  }

  wait(ms: number): void {
    this.#passed += nanoseconds(ms);
  }

  reset(): void {
    this.#passed = 0n;
  }
}

function nanoseconds(ms: number): bigint {
  return BigInt(Math.round(ms * 1e6));
}

function checkTime(ms: unknown, name: string): void {
  if (typeof ms === "number" && ms >= 0 && ms <= 8.64e15) return; // as far as a Date goes
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected milliseconds for \`${name}\`, got ${show(ms)}. Give what Date.now() returns.`,
  );
}
