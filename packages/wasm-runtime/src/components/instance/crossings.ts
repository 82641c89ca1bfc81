import type { Gate } from "@cofferdam/core";
import { Violation } from "../../faults/guest-fault.js";
import type { Budget } from "../limits/budget.js";
import type { Payload } from "./payload.js";

/** Counts the functions that core modules call of the host, and ends what goes on after one has thrown. */
export class Crossings {
  count = 0;
  /** Milliseconds. */
  time = 0;
  /** The clock is looked at for each. */
  isTimed = false;
  /** What one has thrown: it ends the guest's call, whoever catches it. */
  ended: { readonly error: unknown } | undefined;
  readonly #limit: number;
  readonly #budget: Budget;
  readonly #payload: Payload;

  constructor(limit: number, budget: Budget, payload: Payload) {
    this.#limit = limit;
    this.#budget = budget;
    this.#payload = payload;
  }

  begin(): void {
    this.count = 0;
    this.time = 0;
    this.ended = undefined;
  }

  /** @param symbol for errors: what the guest calls */
  guarded(call: Gate, symbol: string): Gate {
    return (...args) => {
      const begun = this.isTimed ? performance.now() : 0;
      try {
        this.#enter(symbol);
        const value: unknown = call(...args);
        this.#budget.checkTime(); // it may have waited
        return value;
      } catch (error) {
        this.ended ??= { error };
        throw this.ended.error;
      } finally {
        this.#payload.begin(false);
        if (this.isTimed) this.time += performance.now() - begun;
      }
    };
  }

  #enter(symbol: string): void {
    if (this.ended) throw this.ended.error;
    this.#budget.checkStack();
    this.#payload.begin(false);
    if (++this.count <= this.#limit) return;
    throw new Violation("call", symbol, `hostCalls = ${this.#limit}`);
  }
}
