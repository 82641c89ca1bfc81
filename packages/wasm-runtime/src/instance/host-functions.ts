import type { Gate } from "@cofferdam/core";
import { Violation } from "../faults/violation.js";
import type { Manifest } from "../metering/index.js";
import type { Imports } from "../program/grants.js";

/** What is counted of the functions that a guest calls. */
export class HostCalls {
  count = 0;
  /** Milliseconds. */
  time = 0;
  /** The clock is looked at for each. */
  isTimed = false;
  /** What the last one threw. */
  thrown: unknown;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  reset(): void {
    this.count = 0;
    this.time = 0;
    this.thrown = undefined;
  }

  /** The functions that a module imports, each counted; other imports as they are. */
  link({ imports }: Manifest, granted: Imports): Record<string, Record<string, unknown>> {
    const linked: Record<string, Record<string, unknown>> = {};
    for (const { module, name, kind } of imports) {
      const value = granted[module]?.[name];
      linked[module] ??= {};
      linked[module][name] =
        kind === "function" ? this.#counted(value as Gate, `${module}.${name}`) : value;
    }
    return linked;
  }

  #counted(call: Gate, symbol: string): Gate {
    return (...args) => {
      if (++this.count > this.#limit) throw this.#tooMany(symbol);
      const begun = this.isTimed ? performance.now() : 0;
      try {
        return call(...args);
      } catch (error) {
        this.thrown = error;
        throw error;
      } finally {
        if (this.isTimed) this.time += performance.now() - begun;
      }
    };
  }

  #tooMany(symbol: string): Violation {
    return new Violation("call", symbol, `hostCalls = ${this.#limit}`);
  }
}
