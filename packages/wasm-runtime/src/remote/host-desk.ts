import { isSuspending, SUSPENDS } from "../suspending.js";
import type { HeardErrors } from "./heard-errors.js";
import type { HostCall, HostReply, Reach, Reached } from "./messages.js";
import { type Reaching, RemoteCaller } from "./remote-caller.js";
import { checkedValue } from "./values.js";

// biome-ignore lint/suspicious/noExplicitAny: its arguments are what the guest declares
export type HostFunction = (...args: any[]) => unknown;

/** How a guest that waits is asked for something. */
type SendReach = (reach: Reach) => Promise<Reached>;

/** Does what a guest elsewhere asks of the host's functions. */
export class HostDesk {
  readonly errors: HeardErrors;
  readonly #functions: readonly HostFunction[];
  readonly #name: string;
  readonly #callers = new Set<RemoteCaller>();
  #lastReach = 0;

  /** @param name of the module, for errors */
  constructor(name: string, functions: readonly HostFunction[], errors: HeardErrors) {
    this.#name = name;
    this.#functions = functions;
    this.errors = errors;
  }

  /** Does not reject. */
  async serve({ call, target, args }: HostCall, reach: SendReach): Promise<HostReply> {
    const caller = new RemoteCaller(this.#name, this.#reaching(call, reach));
    this.#callers.add(caller);
    try {
      const value = await this.#call(target, caller, args);
      return { call, value: checkedValue(value, "the result of a function of the host") };
    } catch (error) {
      return { call, thrown: this.errors.tell(error) };
    } finally {
      this.#callers.delete(caller);
      caller[Symbol.dispose]();
    }
  }

  /** The request has ended, and whatever still runs of the host has nobody to reach. */
  ended(): void {
    for (const caller of this.#callers) caller[Symbol.dispose]();
    this.#callers.clear();
  }

  #call(target: number, caller: RemoteCaller, args: HostCall["args"]): unknown {
    const call = this.#functions[target];
    if (call === undefined) throw new TypeError(`There is no function ${target} of the host.`);
    return isSuspending(call) ? call[SUSPENDS](caller, ...args) : call(...args);
  }

  #reaching(call: number, reach: SendReach): Reaching {
    return async (what) => {
      const reached = await reach({ ...what, call, id: ++this.#lastReach } as Reach);
      if (reached.thrown !== undefined) throw this.errors.hear(reached.thrown);
      return reached.value;
    };
  }
}
