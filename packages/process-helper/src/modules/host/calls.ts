/**
 * All that is asked of one helper of a module, from its start to its end. What it says is taken for what anybody could say:
 * numbers, names and values are checked where they are decoded, and what is wrong ends the helper.
 */
import { fail, type Gate, isolationError, type MovedCompartment } from "@cofferdam/core";
import { LAYER } from "../../host/caller.js";
import type { Down } from "../../host/down.js";
import { ownError } from "../../host/faults.js";
import type { Context } from "../../wire/context.js";
import { WireError } from "../../wire/error.js";
import { MAX_UNSENT_BYTES } from "../limits.js";
import { frameOf } from "../wire/codec.js";
import type { Body, Crossing, Message, MessageOf } from "../wire/messages.js";
import { type CallLimits, type Invoke, NO_LIMITS } from "./call-limits.js";
import { CallbackDesk, type Reply } from "./callback-desk.js";
import type { Channel, ChannelListener } from "./channel.js";
import { type Handle, handleOf, type Owner, symbolOf } from "./handle.js";
import { disposedError, lostError } from "./handle-errors.js";
import { Handles } from "./handles.js";
import { HelperEnd } from "./helper-end.js";
import { HostCrossings } from "./host-crossings.js";
import { LentFunctions } from "./lent-functions.js";
import { type Request, Requests } from "./requests.js";

export interface CallsParts {
  readonly target: string;
  readonly compartment: MovedCompartment;
  /** Milliseconds; Infinity: no limit. */
  readonly timeout: number;
  /** Calls that there may be at a time. */
  readonly queue: number;
  /** How often each function was called. */
  readonly counts: Map<string, number>;
  /** A call came back. */
  readonly answered: () => void;
  /** The helper has ended. */
  readonly ended: (why: Error) => void;
}

/** Those that wait for something: nobody else may have them. */
const busy = new Set<Calls>();

export class Calls implements ChannelListener, Owner {
  readonly lent = new LentFunctions();
  readonly handles: Handles;
  readonly #parts: CallsParts;
  readonly #channel: Channel;
  readonly #crossings: HostCrossings;
  readonly #desk = new CallbackDesk(this.lent);
  readonly #requests: Requests;
  #isReferenced = false;
  readonly #end: HelperEnd;
  /** Why it has ended. */
  #lost: Error | undefined;
  /** Why it was ended by the host. */
  #why: Error | undefined;

  /** @param start starts the helper @throws when it cannot be started */
  constructor(parts: CallsParts, start: (listener: ChannelListener) => Channel) {
    this.#parts = parts;
    this.#end = new HelperEnd(parts.target);
    this.handles = new Handles(this, (handle, times) =>
      this.#tell({ kind: "release", handle, times }),
    );
    this.#crossings = new HostCrossings(this, this.handles, this.lent);
    this.#requests = new Requests({
      late: (request) => this.#expire(request, false),
      aborted: (request) => this.#expire(request, true),
      changed: () => this.#note(),
    });
    this.#channel = start(this);
  }

  get channel(): Channel {
    return this.#channel;
  }

  /** Calls that wait for their answer. */
  get waiting(): number {
    return this.#requests.count;
  }

  /** Why it has ended; undefined: it has not. */
  get lost(): Error | undefined {
    return this.#lost;
  }

  /** @param isReferenced it keeps the event loop alive, also when nothing is asked of it */
  setReferenced(isReferenced: boolean): void {
    this.#isReferenced = isReferenced;
    this.#note();
  }

  /** Has the module imported. @returns its exports, and the errno of the seal */
  async open(body: Omit<MessageOf<"open">, "id">, timeout: number): Promise<MessageOf<"opened">> {
    const message = await this.#requests.ask({ symbol: "import", timeout }, (id) => {
      this.#send(frameOf({ ...body, id }));
    });
    if (message.kind === "opened") return message;
    return this.#failed(message, "import");
  }

  /** Puts the layers of this side around a call, once unless it has limits of its own. */
  invoke(symbol: string, start: Start): Invoke {
    const { compartment } = this.#parts;
    const gateOf = (limits: CallLimits) =>
      compartment.decorate((...args) => start(args, limits), { symbol, async: true });
    let usual: Gate | undefined;
    return (args, limits) => {
      if (limits !== NO_LIMITS) return gateOf(limits)(...args);
      usual ??= gateOf(limits);
      return usual(...args);
    };
  }

  async call(
    handle: Handle,
    name: string,
    args: readonly unknown[],
    limits: CallLimits,
  ): Promise<unknown> {
    const symbol = name === "" ? handle.name || "(function)" : symbolOf(handle, name);
    const body = (args: Crossing) => ({ kind: "call", handle: handle.number, name, args }) as const;
    return this.#ask(handle, symbol, limits, (id) => this.#frame(args, body, id));
  }

  /** @returns the instance's handle, at once: what is asked of it waits until it has been made */
  construct(handle: Handle, args: readonly unknown[], limits: CallLimits): object {
    this.assertUsable(handle);
    const instance = this.handles.instanceOf(handle);
    const made = handleOf(instance) as Handle;
    const body = (args: Crossing) =>
      ({ kind: "construct", handle: handle.number, as: made.number, args }) as const;
    const symbol = `new ${handle.name}`;
    const frame = (given: readonly unknown[]) => (id: number) => this.#frame(given, body, id);
    const start = this.invoke(symbol, (given) => this.#ask(handle, symbol, limits, frame(given)));
    made.construction = settledBy(start(args, limits), (error) => {
      made.failure = { error };
      this.handles.failed(made.number);
    });
    made.construction.catch(() => {}); // whoever uses the instance is told
    return instance;
  }

  get(handle: Handle, name: string): Promise<unknown> {
    const body = { kind: "get", handle: handle.number, name } as const;
    return this.#ask(handle, symbolOf(handle, name), NO_LIMITS, (id) => frameOf({ ...body, id }));
  }

  async set(handle: Handle, name: string, value: unknown): Promise<void> {
    const body = (args: Crossing) => ({ kind: "set", handle: handle.number, name, args }) as const;
    const frame = (id: number) => this.#frame([value], body, id);
    await this.#ask(handle, symbolOf(handle, name), NO_LIMITS, frame);
  }

  dispose(proxy: object): void {
    this.handles.dispose(proxy);
  }

  /** @throws ERR_TARGET_DISPOSED, ERR_HANDLE_DISPOSED, ERR_HANDLE_LOST, and what its constructor threw */
  assertUsable(handle: Handle): void {
    if (this.#why) this.#parts.compartment.assertOpen(`use ${this.#parts.target}`);
    const lost = this.#why ?? this.#lost;
    if (handle.isDisposed) throw disposedError(handle);
    if (lost) throw lostError(handle, lost);
    if (handle.failure) throw handle.failure.error;
  }

  /** Ends the helper, and nobody is to blame. @param why what those are told who wait for it */
  end(why: Error): void {
    this.#why ??= why;
    this.#channel.end({ how: "timed-out", reason: "it was not wanted any more", offset: 0 });
  }

  heard(bytes: Buffer): void {
    const message = this.#crossings.decode(bytes);
    if (message.kind === "callback") this.#callBack(message);
    else if (message.kind === "forget") this.lent.giveBack(message.callback, message.times);
    else if (message.kind === "gone") this.handles.gone(message.handle);
    else if (!this.#requests.answer(message)) {
      throw new WireError("ERR_WIRE_VALUE", "an answer that nobody waits for", 0);
    }
    this.#note();
  }

  ended(down: Down): void {
    this.lent.clear();
    if (this.#why) {
      this.#lost = this.#why;
      this.#requests.loseAll(() => this.#why);
    } else {
      const { symbol, fault } = this.#end.fault(this.#channel, down);
      const lost = this.#parts.compartment.faulted({ symbol, layer: LAYER }, fault);
      this.#lost = lost;
      this.#requests.loseAll((request) => this.#end.errorFor(request, lost));
    }
    if (!this.#why) this.#parts.ended(this.#lost);
    this.#note();
  }

  async #ask(
    handle: Handle,
    symbol: string,
    limits: CallLimits,
    frame: (id: number) => Buffer,
  ): Promise<unknown> {
    this.assertUsable(handle);
    const { compartment, counts, timeout, answered } = this.#parts;
    compartment.assertOpen(`call ${symbol}`);
    this.#assertRoom();
    const options = { symbol, timeout: timeoutOf(limits, timeout), signal: limits.signal };
    const asked = this.#requests.ask(options, (id) => this.#send(frame(id)));
    counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
    this.#end.lastSymbol = symbol;
    const message = await asked;
    answered();
    if (message.kind === "returned") return message.result.values[0];
    await handle.construction?.catch(() => {});
    if (handle.failure) throw handle.failure.error; // the helper has no such object, and cannot say why
    return this.#failed(message, symbol);
  }

  #failed(message: Message, symbol: string): never {
    if (message.kind === "threw") {
      throw (this.#desk.thrown(message.thrown) ?? { error: ownError(message.error) }).error;
    }
    const { compartment } = this.#parts;
    if (message.kind === "faulted") {
      const { fault, error, thrown, layer } = message;
      const cause = this.#desk.thrown(thrown)?.error ?? error;
      throw compartment.faulted({ symbol: message.symbol, layer }, fault, cause);
    }
    this.#channel.end({ how: "broken", reason: `${message.kind} as an answer`, offset: 0 });
    const breach = { kind: "protocol", reason: `${message.kind} as an answer`, offset: 0 } as const;
    throw isolationError(breach, { target: this.#parts.target, symbol, layer: LAYER });
  }

  #frame(args: readonly unknown[], body: (args: Crossing) => Body, id: number): Buffer {
    const frame = (crossing: Crossing, context: Context) => {
      return frameOf({ ...body(crossing), id } as Message, context);
    };
    return this.#crossings.pack(args, frame);
  }

  #callBack({ id, callback, args }: MessageOf<"callback">): void {
    if (this.#desk.isFull) throw new WireError("ERR_WIRE_LIMIT", "more callbacks than may run", 0);
    void this.#desk.call(callback, args.values).then((reply) => {
      this.#note();
      if (this.#channel.isUp) this.#send(this.#replyFrame(id, reply));
    });
  }

  #replyFrame(id: number, reply: Reply): Buffer {
    if ("error" in reply) return frameOf({ kind: "callback-threw", id, ...reply });
    const body = (result: Crossing) => ({ kind: "callback-returned", result }) as const;
    try {
      return this.#frame([reply.value], body, id);
    } catch (error) {
      return frameOf({ kind: "callback-threw", id, error, thrown: 0 });
    }
  }

  #tell(body: Body): void {
    if (this.#channel.isUp) this.#send(frameOf({ ...body, id: 0 } as Message));
  }

  #send(frame: Buffer): void {
    this.#channel.send(frame);
  }

  #assertRoom(): void {
    const { queue, target } = this.#parts;
    const { unsent } = this.#channel;
    if (this.waiting < queue && unsent < MAX_UNSENT_BYTES) return;
    const much = unsent < MAX_UNSENT_BYTES ? `${queue} calls` : `${unsent} bytes`;
    throw fail(
      "ERR_HELPER_BUSY",
      `Cannot call ${target}: ${much} wait for its helper already, as much as may. Await some of them first.`,
    );
  }

  /** A call cannot be taken back from a helper that is at it: both end. */
  #expire(request: Request, isAborted: boolean): void {
    this.#end.expired(request, isAborted);
    this.#channel.end({ how: "timed-out", reason: "its time was up", offset: 0 });
  }

  #note(): void {
    const isWaiting = this.waiting > 0;
    const isBusy = isWaiting || this.lent.count > 0 || this.#desk.open > 0;
    if (isBusy && this.#channel?.isUp) busy.add(this);
    else busy.delete(this);
    this.#channel?.setReferenced(isWaiting || this.#isReferenced);
  }
}

type Start = (args: readonly unknown[], limits: CallLimits) => unknown;

async function settledBy(result: unknown, failed: (error: unknown) => void): Promise<void> {
  try {
    await result;
  } catch (error) {
    failed(error);
    throw error;
  }
}

function timeoutOf({ timeout }: CallLimits, otherwise: number): number {
  if (timeout === undefined) return otherwise;
  return timeout === 0 ? Number.POSITIVE_INFINITY : timeout;
}
