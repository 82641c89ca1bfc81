import { EXPORTED, HOST_FUNCTION, REACHED, RESERVED } from "../contract.js";
import type { Manifest } from "../manifest.js";
import { LimitReached } from "./limit-reached.js";

/** What one instance of a metered module may use. Infinity: as much as it wants. */
export interface AllowanceLimits {
  /** Units of fuel of one call. */
  readonly fuel: number;
  /** Milliseconds of one call. */
  readonly timeout: number;
  /** Pages of all its memories. */
  readonly pages: number;
  /** Elements of all its tables. */
  readonly elements: number;
  /** Frame units of one call. */
  readonly stack: number;
}

/** Units that a call begins with at least, and at most: so many take some microseconds, and the clock is looked at behind them. */
const [FIRST_LEAST, FIRST] = [20_000, 100_000];
/** Units between two looks at the clock. */
const [SLICE_LEAST, SLICE_MOST] = [50_000, 2 ** 29];
/** Milliseconds that a slice should take: so late may the end of a call be, or later where its code becomes slower. */
const SLICE_MS = 0.1;
/** What no check is satisfied with. */
const NOTHING = -(2 ** 30);

/**
 * The host's side of the contract with a metered module (contract.ts): hands out fuel in slices, looks at the clock at each,
 * and ends the call when a limit is reached.
 *
 * ```
 *   const allowance = new Allowance(manifest, limits);
 *   const instance = new WebAssembly.Instance(module, { ...imports, ...allowance.imports });
 *   allowance.attach(instance.exports);
 *   allowance.begin(); try { instance.exports.run(); } finally { allowance.end(); }     // allowance.used
 * ```
 *
 * What fuel is used does not depend on the slices. A limit that was reached stays so until the next `begin`: a guest that
 * catches what ends it is ended again at its next check.
 */
export class Allowance {
  /** Units that the call has used; complete after `end`. */
  used = 0;
  /** Which limit the call has reached. */
  reached: LimitReached | undefined;
  /** When it began, on the clock of `performance.now()`. */
  startedAt = 0;
  readonly #manifest: Manifest;
  #limits: AllowanceLimits;
  #fuel: WebAssembly.Global | undefined;
  #stack: WebAssembly.Global | undefined;
  #pages: WebAssembly.Global | undefined;
  #elements: WebAssembly.Global | undefined;
  #mostPages = Number.POSITIVE_INFINITY;
  /** Its fuel is an i64: a host cannot refill it. */
  readonly #traps: boolean;
  /** What the fuel was when it was last accounted for. */
  #granted = 0;
  #slice = SLICE_LEAST;
  #checkedAt = 0;
  #deadline = Number.POSITIVE_INFINITY;
  #isRunning = false;

  constructor(manifest: Manifest, limits: AllowanceLimits, traps = false) {
    this.#manifest = manifest;
    this.#limits = limits;
    this.#traps = traps;
  }

  /** To be linked with the module. */
  get imports(): Readonly<
    Record<string, Record<string, (what: number, amount: number) => number>>
  > {
    const limit = (what: number, amount: number) =>
      what > 0 ? this.#refill(what, amount) : this.#grow(what, amount);
    return { [RESERVED]: { [HOST_FUNCTION]: limit } };
  }

  /** @param exports of the instance, which is not called before */
  attach(exports: Readonly<Record<string, unknown>>): void {
    const global = (name: string) => exports[name] as WebAssembly.Global | undefined;
    this.#fuel = global(EXPORTED.fuel);
    this.#stack = global(EXPORTED.stack);
    this.#pages = global(EXPORTED.pages);
    this.#elements = global(EXPORTED.elements);
    this.#granted = 0;
    this.limit(this.#limits);
  }

  /** Other limits from now on; not while a call runs. */
  limit(limits: AllowanceLimits): void {
    this.#limits = limits;
    this.limitPages(limits.pages);
    if (this.#elements) this.#elements.value = clamped(limits.elements);
    this.restoreStack();
  }

  /** Pages that all memories may have until `limit` is called again. */
  limitPages(pages: number): void {
    this.#mostPages = Math.min(pages, this.#limits.pages);
    if (this.#pages) this.#pages.value = clamped(this.#mostPages);
  }

  /** Milliseconds until the call's time is up. */
  get timeLeft(): number {
    return Math.max(0, this.#deadline - performance.now());
  }

  /** Frame units that are left; undefined: they are not counted. */
  get stackLeft(): number | undefined {
    return this.#stack?.value as number | undefined;
  }

  /** @param units that a call inside of another one may have; default: all there may be */
  restoreStack(units: number = this.#limits.stack): void {
    const { chainUnits } = this.#manifest.stack;
    if (this.#stack) this.#stack.value = clamped(units - chainUnits);
  }

  /** A call that was inside of another one has ended. @param units what was left to the outer one: `stackLeft` */
  leaveStack(units: number): void {
    if (this.#stack) this.#stack.value = units;
  }

  /** A call begins. @param cost what the function costs its caller */
  begin(cost = 0): void {
    const { fuel, timeout } = this.#limits;
    this.used = cost;
    this.reached = undefined;
    this.#isRunning = true;
    this.startedAt = performance.now();
    this.#checkedAt = this.startedAt;
    this.#deadline = this.startedAt + timeout;
    if (this.#traps) this.#grantAll(fuel);
    else if (this.#granted < FIRST_LEAST || this.#granted > FIRST || this.#granted > fuel) {
      this.#grant(Math.min(FIRST, fuel));
    }
  }

  /** The call's time is up while it waits. @returns what it ends in */
  expire(): LimitReached {
    const { timeout } = this.#limits;
    this.#account();
    return this.#stop(new LimitReached("timeout", timeout, performance.now() - this.startedAt));
  }

  /** The call has ended, in whatever way: where it was by an error, its frames did not count themselves out. */
  end(): void {
    this.#isRunning = false;
    this.restoreStack();
    if (this.#fuel === undefined) return;
    const left = Number(this.#fuel.value);
    this.used += this.#granted - left;
    this.#granted = left;
    const ranOut = this.used > this.#limits.fuel || (this.#traps && left < 0);
    if (this.reached === undefined && ranOut) {
      this.reached = new LimitReached("fuel", this.#limits.fuel, this.used);
    }
  }

  #grant(units: number): void {
    this.#granted = units;
    if (this.#fuel) this.#fuel.value = units;
  }

  #grantAll(units: number): void {
    this.#granted = Math.min(units, Number.MAX_SAFE_INTEGER);
    if (this.#fuel) this.#fuel.value = BigInt(this.#granted);
  }

  /** @param cost what comes next @param rest what is left */
  #refill(cost: number, rest: number): number {
    const spent = this.#granted - rest;
    this.used += spent;
    this.#granted = rest;
    const now = performance.now();
    const { fuel, timeout } = this.#limits;
    if (this.reached !== undefined) throw this.#stop(this.reached);
    if (!this.#isRunning) throw this.#stop(new LimitReached("outside", 0, cost));
    if (now >= this.#deadline) {
      throw this.#stop(new LimitReached("timeout", timeout, now - this.startedAt));
    }
    const left = fuel - this.used;
    if (left < cost) throw this.#stop(new LimitReached("fuel", fuel, this.used + cost));
    this.#granted = Math.min(left, Math.max(cost, this.#nextSlice(now, spent)));
    return this.#granted;
  }

  /** By how fast the last one was used up; no longer than until the deadline. @param spent units since the clock was looked at */
  #nextSlice(now: number, spent: number): number {
    const took = now - this.#checkedAt;
    this.#checkedAt = now;
    const wanted = took > 0 ? (spent / took) * SLICE_MS : SLICE_MOST;
    this.#slice = within(SLICE_LEAST, wanted, Math.min(this.#slice * 2, SLICE_MOST));
    const rest = (this.#deadline - now) / SLICE_MS;
    return rest < 1 ? Math.max(Math.floor(this.#slice * rest), SLICE_LEAST) : this.#slice;
  }

  #grow(what: number, amount: number): never {
    const { elements } = this.#limits;
    this.#account();
    throw this.#stop(
      what === REACHED.PAGES
        ? new LimitReached("pages", this.#mostPages, amount)
        : new LimitReached("elements", elements, amount),
    );
  }

  /** What was used until now, where fuel is not accounted for at the end alone. */
  #account(): void {
    if (this.#fuel === undefined || this.#traps) return;
    const left = this.#fuel.value as number;
    this.used += this.#granted - left;
    this.#granted = left;
  }

  #stop(reached: LimitReached): LimitReached {
    this.reached = reached;
    if (this.#fuel && !this.#traps) this.#grant(NOTHING);
    return reached;
  }
}

/** A whole number. */
function within(least: number, value: number, most: number): number {
  return Math.floor(Math.max(least, Math.min(value, most)));
}

function clamped(value: number): number {
  return Math.max(-1, Math.min(value, 2 ** 31 - 1));
}
