/** What is done with the handles of one helper's objects: each is a request, and its answer a promise. */
import type { Gate } from "@cofferdam/core";
import { frameOf } from "../wire/codec.js";
import type { Crossing, MessageOf } from "../wire/messages.js";
import { type CallLimits, type Invoke, NO_LIMITS } from "./call-limits.js";
import type { Channel, ChannelListener } from "./channel.js";
import { Conversation, type ConversationParts } from "./conversation.js";
import { type Handle, handleOf, type Owner, symbolOf } from "./handle.js";
import { disposedError, lostError } from "./handle-errors.js";

export interface CallsParts extends ConversationParts {
  /** Milliseconds; Infinity: no limit. */
  readonly timeout: number;
  /** How often each function was called. */
  readonly counts: Map<string, number>;
}

export class Calls implements Owner {
  readonly conversation: Conversation;
  readonly #parts: CallsParts;

  /** @param start starts the helper @throws when it cannot be started */
  constructor(parts: CallsParts, start: (listener: ChannelListener) => Channel) {
    this.#parts = parts;
    this.conversation = new Conversation(parts, this, start);
  }

  /** Has the module imported. @returns its exports, and the errno of the seal */
  async open(body: Omit<MessageOf<"open">, "id">, timeout: number): Promise<MessageOf<"opened">> {
    const frame = (id: number) => frameOf({ ...body, id });
    const message = await this.conversation.ask({ symbol: "import", timeout }, frame);
    if (message.kind === "opened") return message;
    return this.conversation.failed(message, "import");
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

  /** @param symbol what errors call it */
  async call(
    handle: Handle,
    name: string,
    args: readonly unknown[],
    limits: CallLimits,
    symbol: string = name === "" ? handle.name || "(function)" : symbolOf(handle, name),
  ): Promise<unknown> {
    const body = (args: Crossing) => ({ kind: "call", handle: handle.number, name, args }) as const;
    return this.#ask(handle, symbol, limits, (id) => this.conversation.frame(args, body, id));
  }

  /** @returns the instance's handle, at once: what is asked of it waits until it has been made */
  construct(handle: Handle, args: readonly unknown[], limits: CallLimits): object {
    this.assertUsable(handle);
    const instance = this.conversation.handles.instanceOf(handle);
    const made = handleOf(instance) as Handle;
    const body = (args: Crossing) =>
      ({ kind: "construct", handle: handle.number, as: made.number, args }) as const;
    const symbol = `new ${handle.name}`;
    const frame = (given: readonly unknown[]) => (id: number) =>
      this.conversation.frame(given, body, id);
    const start = this.invoke(symbol, (given) => this.#ask(handle, symbol, limits, frame(given)));
    made.construction = settledBy(start(args, limits), (error) => {
      made.failure = { error };
      this.conversation.handles.failed(made.number);
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
    const frame = (id: number) => this.conversation.frame([value], body, id);
    await this.#ask(handle, symbolOf(handle, name), NO_LIMITS, frame);
  }

  dispose(proxy: object): void {
    this.conversation.handles.dispose(proxy);
  }

  /** @throws ERR_TARGET_DISPOSED, ERR_HANDLE_DISPOSED, ERR_HANDLE_LOST, and what its constructor threw */
  assertUsable(handle: Handle): void {
    const { target, compartment } = this.#parts;
    const { lost } = this.conversation;
    const isClosed = lost !== undefined && compartment.status([]).state === "disposed";
    if (isClosed) compartment.assertOpen(`use ${target}`);
    if (handle.isDisposed) throw disposedError(handle);
    if (lost) throw lostError(handle, lost);
    if (handle.failure) throw handle.failure.error;
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
    const options = { symbol, timeout: timeoutOf(limits, timeout), signal: limits.signal };
    const asked = this.conversation.ask(options, frame);
    counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
    const message = await asked;
    answered();
    if (message.kind === "returned") return message.result.values[0];
    await handle.construction?.catch(() => {});
    if (handle.failure) throw handle.failure.error; // the helper has no such object, and cannot say why
    return this.conversation.failed(message, symbol);
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
