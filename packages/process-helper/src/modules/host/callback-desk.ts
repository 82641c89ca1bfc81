/** Does what the module asks of the host's functions, as many at a time as may be. */
import { MAX_CALLBACK_BYTES, MAX_CALLBACKS, MAX_THROWN } from "../limits.js";
import type { LentFunctions } from "./lent-functions.js";

/** What came of a callback. */
export type Reply =
  | { readonly value: unknown }
  | { readonly error: unknown; readonly thrown: number };

export class CallbackDesk {
  readonly #lent: LentFunctions;
  /** What the last ones threw, by numbers from 1: it may come back through the module. */
  readonly #thrown = new Map<number, unknown>();
  #lastThrown = 0;
  #open = 0;
  #openBytes = 0;

  constructor(lent: LentFunctions) {
    this.#lent = lent;
  }

  /** Callbacks that run. */
  get open(): number {
    return this.#open;
  }

  get isFull(): boolean {
    return this.#open >= MAX_CALLBACKS || this.#openBytes >= MAX_CALLBACK_BYTES;
  }

  /** Does not reject. @param bytes that it came as */
  async call(number: number, args: readonly unknown[], bytes: number): Promise<Reply> {
    this.#open++;
    this.#openBytes += bytes;
    try {
      const callback = this.#lent.get(number) ?? unknownFunction(number);
      return { value: await callback(...args) };
    } catch (error) {
      return { error, thrown: this.#keep(error) };
    } finally {
      this.#open--;
      this.#openBytes -= bytes;
    }
  }

  /** What one of them threw; undefined: it is another error. */
  thrown(number: number): { readonly error: unknown } | undefined {
    return this.#thrown.has(number) ? { error: this.#thrown.get(number) } : undefined;
  }

  #keep(error: unknown): number {
    this.#thrown.set(++this.#lastThrown, error);
    this.#thrown.delete(this.#lastThrown - MAX_THROWN);
    return this.#lastThrown;
  }
}

function unknownFunction(number: number): never {
  throw new TypeError(
    `The module called a function of the host (${number}) that it was not given, or no longer has.`,
  );
}
