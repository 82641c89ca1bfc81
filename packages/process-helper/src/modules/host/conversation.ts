/**
 * What is said with one helper of a module, from its start to its end. What the helper says is taken for what anybody could
 * say: numbers, names and values are checked where they are decoded, and what is wrong ends the helper.
 */
import { fail, isolationError, type MovedCompartment } from "@cofferdam/core";
import { LAYER } from "../../host/caller.js";
import type { Down } from "../../host/down.js";
import { ownError } from "../../host/faults.js";
import type { Context } from "../../wire/context.js";
import { WireError } from "../../wire/error.js";
import { MAX_UNSENT_BYTES } from "../limits.js";
import { frameOf } from "../wire/codec.js";
import type { Body, Crossing, Message, MessageOf } from "../wire/messages.js";
import { CallbackDesk, type Reply } from "./callback-desk.js";
import type { Channel, ChannelListener } from "./channel.js";
import type { Owner } from "./handle.js";
import { Handles } from "./handles.js";
import { HelperEnd } from "./helper-end.js";
import { HostCrossings } from "./host-crossings.js";
import { LentFunctions } from "./lent-functions.js";
import { type Request, type RequestOptions, Requests } from "./requests.js";

export interface ConversationParts {
  readonly target: string;
  readonly compartment: Pick<MovedCompartment, "assertOpen" | "decorate" | "faulted" | "status">;
  /** Calls that there may be at a time. */
  readonly queue: number;
  /** A call came back. */
  readonly answered: () => void;
  /** The helper has ended. */
  readonly ended: (why: Error) => void;
}

/** Those that wait for something: nobody else may have them. */
const busy = new Set<Conversation>();

export class Conversation implements ChannelListener {
  readonly lent = new LentFunctions();
  readonly handles: Handles;
  readonly channel: Channel;
  readonly #parts: ConversationParts;
  readonly #crossings: HostCrossings;
  readonly #desk = new CallbackDesk(this.lent);
  readonly #requests: Requests;
  readonly #end: HelperEnd;
  #isReferenced = false;
  /** Why it has ended. */
  #lost: Error | undefined;
  /** Why it was ended by the host. */
  #why: Error | undefined;

  /**
   * @param owner of the handles
   * @param start starts the helper @throws when it cannot be started
   */
  constructor(
    parts: ConversationParts,
    owner: Owner,
    start: (listener: ChannelListener) => Channel,
  ) {
    this.#parts = parts;
    this.#end = new HelperEnd(parts.target);
    this.handles = new Handles(owner, (handle, times) =>
      this.#tell({ kind: "release", handle, times }),
    );
    this.#crossings = new HostCrossings(owner, this.handles, this.lent);
    this.#requests = new Requests({
      late: (request) => this.#expire(request, false),
      aborted: (request) => this.#expire(request, true),
      changed: () => this.#note(),
    });
    this.channel = start(this);
  }

  /** Calls that wait for their answer. */
  get waiting(): number {
    return this.#requests.count;
  }

  /** Why it was ended, or has ended; undefined: it goes on. */
  get lost(): Error | undefined {
    return this.#why ?? this.#lost;
  }

  /** @param isReferenced it keeps the event loop alive, also when nothing is asked of it */
  setReferenced(isReferenced: boolean): void {
    this.#isReferenced = isReferenced;
    this.#note();
  }

  /** Asks for something. @param frame makes the message @returns the answer, which may say that it failed */
  ask(options: RequestOptions, frame: (id: number) => Buffer): Promise<Message> {
    this.#assertRoom();
    const answer = this.#requests.ask(options, (id) => this.channel.send(frame(id)));
    this.#end.lastSymbol = options.symbol;
    return answer;
  }

  /** A message with values. @throws for what cannot cross, and then nothing was lent */
  frame(values: readonly unknown[], body: (values: Crossing) => Body, id: number): Buffer {
    const frame = (crossing: Crossing, context: Context) => {
      return frameOf({ ...body(crossing), id } as Message, context);
    };
    return this.#crossings.pack(values, frame);
  }

  /** Throws what an answer says in place of what was asked for. */
  failed(message: Message, symbol: string): never {
    if (message.kind === "threw") {
      throw (this.#desk.thrown(message.thrown) ?? { error: ownError(message.error) }).error;
    }
    const { compartment } = this.#parts;
    if (message.kind === "faulted") {
      const { fault, error, thrown, layer } = message;
      const cause = this.#desk.thrown(thrown)?.error ?? error;
      throw compartment.faulted({ symbol: message.symbol, layer }, fault, cause);
    }
    this.channel.end({ how: "broken", reason: `${message.kind} as an answer`, offset: 0 });
    const breach = { kind: "protocol", reason: `${message.kind} as an answer`, offset: 0 } as const;
    throw isolationError(breach, { target: this.#parts.target, symbol, layer: LAYER });
  }

  /** Ends the helper, and nobody is to blame. @param why what those are told who wait for it */
  end(why: Error): void {
    this.#why ??= why;
    this.channel.end({ how: "timed-out", reason: "it was not wanted any more", offset: 0 });
  }

  heard(bytes: Buffer): void {
    const message = this.#crossings.decode(bytes);
    if (message.kind === "callback") this.#callBack(message, bytes.length);
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
      const { symbol, fault } = this.#end.fault(this.channel, down);
      const lost = this.#parts.compartment.faulted({ symbol, layer: LAYER }, fault);
      this.#lost = lost;
      this.#requests.loseAll((request) => this.#end.errorFor(request, lost));
    }
    if (!this.#why) this.#parts.ended(this.#lost);
    this.#note();
  }

  #callBack({ id, callback, args }: MessageOf<"callback">, bytes: number): void {
    if (this.#desk.isFull) throw new WireError("ERR_WIRE_LIMIT", "more callbacks than may run", 0);
    void this.#desk.call(callback, args.values, bytes).then((reply) => {
      this.#note();
      if (!this.channel.isUp) return;
      if (this.channel.unsent > MAX_UNSENT_BYTES) this.channel.end(DEAF);
      else this.#send(this.#replyFrame(id, reply));
    });
  }

  #replyFrame(id: number, reply: Reply): Buffer {
    if ("error" in reply) return frameOf({ kind: "callback-threw", id, ...reply });
    const body = (result: Crossing) => ({ kind: "callback-returned", result }) as const;
    try {
      return this.frame([reply.value], body, id);
    } catch (error) {
      return frameOf({ kind: "callback-threw", id, error, thrown: 0 });
    }
  }

  #tell(body: Body): void {
    if (this.channel.isUp) this.#send(frameOf({ ...body, id: 0 } as Message));
  }

  #send(frame: Buffer): void {
    this.channel.send(frame);
  }

  #assertRoom(): void {
    const { queue, target } = this.#parts;
    const { unsent } = this.channel;
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
    this.channel.end({ how: "timed-out", reason: "its time was up", offset: 0 });
  }

  #note(): void {
    const isWaiting = this.waiting > 0;
    const isBusy = isWaiting || this.lent.count > 0 || this.#desk.open > 0;
    if (isBusy && this.channel?.isUp) busy.add(this);
    else busy.delete(this);
    this.channel?.setReferenced(isWaiting || this.#isReferenced);
  }
}

const DEAF: Down = { how: "broken", reason: "it does not read what it is answered", offset: 0 };
