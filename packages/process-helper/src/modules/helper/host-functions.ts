/** Functions of the host, as the module has them: each call is a message, and its result a promise. */
import { reference, whose } from "../wire/references.js";

type HostFunction = (...args: unknown[]) => Promise<unknown>;

interface Known {
  readonly stub: WeakRef<HostFunction>;
  /** How often the host has sent it. */
  times: number;
}

/** How the host is reached. */
export interface HostReach {
  callBack(number: number, args: readonly unknown[]): Promise<unknown>;
  /** The module has let go of a function. */
  forget(number: number, times: number): void;
}

export class HostFunctions {
  readonly #reach: HostReach;
  readonly #known = new Map<number, Known>();
  readonly #numbers = new WeakMap<object, number>();
  readonly #collected = new FinalizationRegistry<number>((number) => this.#forget(number));

  constructor(reach: HostReach) {
    this.#reach = reach;
  }

  /** The same function for the same number, so that what was given to `on` can be given to `off`. */
  get(number: number): HostFunction {
    const known = this.#known.get(number);
    const kept = known?.stub.deref();
    if (known && kept) {
      known.times++;
      return kept;
    }
    const stub = this.#stub(number);
    this.#known.set(number, { stub: new WeakRef(stub), times: (known?.times ?? 0) + 1 });
    return stub;
  }

  /** What one of them crosses as. */
  referenceOf(value: object): number | undefined {
    const number = this.#numbers.get(value);
    return number === undefined ? undefined : reference(whose.receivers, number);
  }

  #stub(number: number): HostFunction {
    const stub: HostFunction = (...args) => {
      const result = this.#reach.callBack(number, args);
      result.catch(() => {}); // an emitter of events looks at no result: that must not end the process
      return result;
    };
    this.#numbers.set(stub, number);
    this.#collected.register(stub, number);
    return stub;
  }

  /** Unless the host has sent it again meanwhile. */
  #forget(number: number): void {
    const known = this.#known.get(number);
    if (known === undefined || known.stub.deref()) return;
    this.#known.delete(number);
    this.#reach.forget(number, known.times);
  }
}
