import { type Caller, suspending } from "../suspending.js";
import type { HostFunction } from "./host-desk.js";
import type { HostCall, HostReply, Reach, Reached } from "./messages.js";
import type { PortableFunction } from "./packing.js";
import type { ToldErrors } from "./told-errors.js";
import { checkedValue } from "./values.js";

/** Asks the host. */
export type Serve = (call: HostCall) => Promise<HostReply>;

/** In a process: functions of the host, as its threads call them. */
export class Relay {
  readonly #errors: ToldErrors;
  readonly #callers = new Map<number, Caller>();
  #serve: Serve | undefined;
  #lastCall = 0;

  constructor(errors: ToldErrors) {
    this.#errors = errors;
  }

  bind(serve: Serve): void {
    this.#serve = serve;
  }

  functionFor({ number, isSuspending }: PortableFunction): HostFunction {
    if (!isSuspending) return (...args) => this.#call(number, args);
    return suspending((caller, ...args) => this.#call(number, args, caller));
  }

  /** The host reaches the guest that waits for it. Does not reject. */
  async reach(reach: Reach): Promise<Reached> {
    const { id } = reach;
    try {
      return { id, ...(await this.#do(reach, this.#callers.get(reach.call) as Caller)) };
    } catch (error) {
      return { id, thrown: this.#errors.tell(error) };
    }
  }

  async #do(reach: Reach, caller: Caller): Promise<{ value?: Uint8Array }> {
    if (reach.kind === "read") return { value: await caller.read(reach.pointer, reach.length) };
    if (reach.kind === "yield") return { value: await caller.yield(reach.payload) };
    await caller.write(reach.pointer, reach.bytes);
    return {};
  }

  async #call(target: number, given: readonly unknown[], caller?: Caller): Promise<unknown> {
    const args = given.map((value) => checkedValue(value, "an argument of the host's function"));
    const call = ++this.#lastCall;
    if (caller) this.#callers.set(call, caller);
    try {
      const { value, thrown } = await (this.#serve as Serve)({ call, target, args });
      if (thrown !== undefined) throw this.#errors.thrownBy(thrown);
      return value;
    } finally {
      this.#callers.delete(call);
    }
  }
}
