/** A function of a promotable library. */
import type { Gate } from "@cofferdam/core";
import type { NativeFunction } from "@cofferdam/ffi";

export interface Promotion {
  /** The same function in the helper; undefined: its library is in this process. */
  there(): NativeFunction | undefined;
  /** A call in this process ended so. */
  faulted(error: unknown): void;
  /** Arguments as the helper has to be given them. */
  translated(args: readonly unknown[]): readonly unknown[];
}

export class PromotableFunction {
  readonly call: NativeFunction;
  readonly #here: NativeFunction;
  readonly #promotion: Promotion;
  #there: NativeFunction | undefined;

  constructor(here: NativeFunction, promotion: Promotion) {
    this.#here = here;
    this.#promotion = promotion;
    const call: Gate = (...args) => this.#call(args);
    define(call, "name", here.name);
    define(call, "info", here.info);
    define(call, "async", (...args: unknown[]) => this.#async(args));
    this.call = call as NativeFunction;
  }

  #call(args: readonly unknown[]): unknown {
    const there = this.#elsewhere();
    if (there) return there(...this.#promotion.translated(args));
    try {
      return this.#here(...args);
    } catch (error) {
      this.#promotion.faulted(error);
      throw error;
    }
  }

  async #async(args: readonly unknown[]): Promise<unknown> {
    const there = this.#elsewhere();
    if (there) return await there.async(...this.#promotion.translated(args));
    try {
      return await this.#here.async(...args);
    } catch (error) {
      this.#promotion.faulted(error);
      // it waited while another call had the fault: it has not begun
      const isRefused = (error as { code?: unknown })?.code === "ERR_ISOLATION_QUARANTINED";
      if (isRefused && this.#elsewhere()) return await this.#async(args);
      throw error;
    }
  }

  #elsewhere(): NativeFunction | undefined {
    this.#there ??= this.#promotion.there();
    return this.#there;
  }
}

function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, configurable: true });
}
