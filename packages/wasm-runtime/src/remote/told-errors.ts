import { IsolationError } from "@cofferdam/core";
import { Violation } from "../faults/guest-fault.js";
import { WasiExit } from "../wasi/index.js";
import { recordOf } from "./error-record.js";
import type { Thrown, ThrownByHost } from "./messages.js";

/** Stands, where the module runs, for what a function of the host threw. */
export class HostsOwn extends Error {
  readonly number: number;

  constructor(number: number) {
    super("A function of the host threw");
    this.number = number;
  }

  override get name(): string {
    return "HostsOwn";
  }
}

/** Where the module runs: errors of one request that the host was told of, by numbers, so that they stay the same ones. */
export class ToldErrors {
  readonly #numbers = new Map<unknown, number>();
  readonly #errors = new Map<number, unknown>();
  #last = 0;

  /** Another request begins. */
  clear(): void {
    this.#numbers.clear();
    this.#errors.clear();
  }

  tell(error: unknown): Thrown {
    if (error instanceof HostsOwn) return { is: "host", number: error.number };
    const known = this.#numbers.get(error);
    if (known !== undefined) return { is: "told", number: known };
    const number = ++this.#last;
    this.#numbers.set(error, number);
    this.#errors.set(number, error);
    return thrownAs(error, number);
  }

  /** What a function of the host threw, to be thrown through the guest. */
  thrownBy({ is, number }: ThrownByHost): unknown {
    if (is === "told" && this.#errors.has(number)) return this.#errors.get(number);
    return new HostsOwn(number);
  }
}

function thrownAs(error: unknown, number: number): Thrown {
  if (error instanceof IsolationError) {
    const { fault, symbol, layer, cause } = error;
    const told = cause === undefined ? {} : { cause: recordOf(cause) };
    return { is: "fault", number, fault, symbol, layer, ...told };
  }
  if (error instanceof Violation) {
    const { action, resource, rule } = error.fault;
    return { is: "violation", number, action, resource, rule };
  }
  if (error instanceof WasiExit) return { is: "exit", number, code: error.exitCode };
  return { is: "error", number, error: recordOf(error) };
}
