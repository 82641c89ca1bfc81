import type { Compartment } from "@cofferdam/core";
import { Violation } from "../faults/guest-fault.js";
import { WasiExit } from "../wasi/index.js";
import { errorFrom } from "./error-record.js";
import type { Thrown, ThrownByHost } from "./messages.js";

/** On the host's side: errors of one request, by the numbers that they cross as. */
export class HeardErrors {
  readonly #walls: Pick<Compartment, "faulted">;
  /** The guest's. */
  readonly #heard = new Map<number, unknown>();
  readonly #numbers = new Map<unknown, number>();
  /** What functions of the host threw. */
  readonly #own: unknown[] = [];

  /** @param walls are told once of each fault, however often it crosses */
  constructor(walls: Pick<Compartment, "faulted">) {
    this.#walls = walls;
  }

  /** Another request begins. */
  clear(): void {
    this.#heard.clear();
    this.#numbers.clear();
    this.#own.length = 0;
  }

  /** What to throw here: of the host's own errors, and of those that were heard before, the very same. */
  hear(thrown: Thrown): unknown {
    if (thrown.is === "host" && thrown.number in this.#own) return this.#own[thrown.number];
    if (this.#heard.has(thrown.number)) return this.#heard.get(thrown.number);
    const error = this.#made(thrown);
    this.#heard.set(thrown.number, error);
    this.#numbers.set(error, thrown.number);
    return error;
  }

  /** A function of the host threw it. */
  tell(error: unknown): ThrownByHost {
    const number = this.#numbers.get(error);
    if (number !== undefined) return { is: "told", number };
    return { is: "host", number: this.#own.push(error) - 1 };
  }

  #made(thrown: Thrown): unknown {
    switch (thrown.is) {
      case "fault": {
        const { fault, symbol, layer, cause } = thrown;
        return this.#walls.faulted({ symbol, layer }, fault, cause && errorFrom(cause));
      }
      case "violation":
        return new Violation(thrown.action, thrown.resource, thrown.rule);
      case "exit":
        return new WasiExit(thrown.code);
      case "error":
        return errorFrom(thrown.error);
      default:
        return new Error("The module's side told of an error that it had not told before.");
    }
  }
}
