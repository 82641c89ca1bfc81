import { type MessagePort, parentPort, receiveMessageOnPort } from "node:worker_threads";
import { type CallingGuest, callingGuest, cannotWait } from "../instance/host-functions.js";
import { waitsNoMore } from "../instance/waited-for.js";
import type { WasmInstance } from "../instance/wasm-instance.js";
import type { HostReply, Reach, Reached } from "../remote/messages.js";
import type { PortableFunction } from "../remote/packing.js";
import type { ToldErrors } from "../remote/told-errors.js";
import { checkedValue } from "../remote/values.js";
import type { FromThread, ThreadData, ToWaiting } from "./thread-messages.js";

/** Calls functions of the host from a thread that stands still until they have an answer. */
export class WaitingLine {
  readonly #replies: MessagePort;
  readonly #signal: Int32Array;
  readonly #errors: ToldErrors;
  /** Calls that wait, each inside of the one before, with what has come for the outer ones meanwhile. */
  readonly #waiting = new Map<number, HostReply | undefined>();
  #lastCall = 0;
  #instance: Pick<WasmInstance, "yield"> | undefined;

  constructor({ replies, signal }: ThreadData, errors: ToldErrors) {
    this.#replies = replies;
    this.#signal = new Int32Array(signal);
    this.#errors = errors;
  }

  /** @param instance whose guest calls */
  bind(instance: Pick<WasmInstance, "yield">): void {
    this.#instance = instance;
  }

  /** What stands in this thread for a function of the host. */
  functionFor({ number, isSuspending }: PortableFunction): (...args: unknown[]) => unknown {
    return (...args) => {
      const guest = callingGuest();
      // as where the engine can wait: one API
      if (isSuspending && guest && !guest.canWait) throw cannotWait(guest.name);
      return this.#call(number, args, guest);
    };
  }

  #call(target: number, given: readonly unknown[], guest: CallingGuest | undefined): unknown {
    const args = given.map((value) => checkedValue(value, "an argument of the host's function"));
    const call = ++this.#lastCall;
    this.#waiting.set(call, undefined);
    try {
      say({ kind: "host-call", hostCall: { call, target, args } });
      const { value, thrown } = this.#replyTo(call, guest);
      if (thrown !== undefined) throw this.#errors.thrownBy(thrown);
      return value;
    } finally {
      this.#waiting.delete(call);
    }
  }

  #replyTo(call: number, guest: CallingGuest | undefined): HostReply {
    for (;;) {
      const early = this.#waiting.get(call);
      if (early !== undefined) return early;
      const seen = Atomics.load(this.#signal, 0);
      const received = receiveMessageOnPort(this.#replies);
      if (received !== undefined) this.#heard(received.message as ToWaiting, guest);
      else this.#wait(seen, guest);
    }
  }

  /** Until something is sent. @throws what the guest's call ends in when its time is up */
  #wait(seen: number, guest: CallingGuest | undefined): void {
    const timeLeft = guest?.timeLeft ?? Number.POSITIVE_INFINITY;
    const woken = timeLeft > 0 ? Atomics.wait(this.#signal, 0, seen, timeLeft) : "timed-out";
    if (woken === "timed-out" && guest) throw guest.expire();
  }

  #heard(message: ToWaiting, guest: CallingGuest | undefined): void {
    if (message.kind !== "reply") say({ kind: "reached", reached: this.#reached(message, guest) });
    else if (this.#waiting.has(message.call)) this.#waiting.set(message.call, message);
  }

  /** The host may not know yet that a call of it is over, whose time was up. */
  #reached(reach: Reach, guest: CallingGuest | undefined): Reached {
    try {
      if (!guest || !this.#waiting.has(reach.call)) throw waitsNoMore("reach", guest?.name ?? "it");
      return { id: reach.id, ...this.#do(reach, guest) };
    } catch (error) {
      return { id: reach.id, thrown: this.#errors.tell(error) };
    }
  }

  #do(reach: Reach, guest: CallingGuest): { readonly value?: Uint8Array } {
    if (reach.kind === "yield") {
      return { value: (this.#instance as WasmInstance).yield(reach.payload) };
    }
    if (reach.kind === "read") {
      return { value: guest.read(reach.pointer, reach.length) };
    }
    guest.write(reach.pointer, reach.bytes);
    return {};
  }
}

export function say(message: FromThread): void {
  parentPort?.postMessage(message);
}
