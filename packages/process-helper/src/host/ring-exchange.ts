/**
 * Requests over a ring that are waited for, and what lies in the shared memory around them. Of the helper nothing is believed:
 * the ring has checked whose answer it is, lengths are held against the place that the host gave, and messages are decoded
 * from a copy.
 *
 * A little longer than our files should be: a callback, the calls within it and what has to be fetched for them are one
 * recursion over the same records.
 */
import { MAX_MESSAGE_BYTES } from "../limits.js";
import { type HostRing, kinds, type NativeHelper, outcomes } from "../native.js";
import type { Context } from "../wire/context.js";
import { WireError } from "../wire/error.js";
import { messageBytes } from "../wire/message-bytes.js";
import { decodeMessage } from "../wire/message-codec.js";
import type { Message } from "../wire/messages.js";
import { ROOM_BYTES, requestKinds, rooms } from "../wire/rooms.js";
import { MESSAGE, Records, SPENT, TOO_LONG } from "../wire/slots.js";
import { brokenBy, type Down, downBy } from "./down.js";
import { Payload, type Place } from "./payload.js";
import { Said } from "./pending.js";

/** What the host does for its helpers. */
export interface HostDesk {
  /** Of values that cross. */
  readonly context: Context;
  /** Calls a function of the host. */
  callBack(id: number, args: readonly unknown[]): unknown;
  /** Keeps what a callback threw until the call is over. @returns its number */
  keepThrown(error: unknown): number;
}

/** The helper that it speaks to. */
export interface Line {
  readonly isUp: boolean;
  /** Makes an end of it. @returns what to throw */
  end(down: Down): Error;
}

/** `call` was not made: its arguments do not fit into slots. */
export const NOT_IN_SLOTS: unique symbol = Symbol("not in slots");

export const answerRoom: Place = { offset: rooms.answer, length: ROOM_BYTES };
const callbackRoom: Place = { offset: rooms.callback, length: ROOM_BYTES };

/** In place of a request's id, of what did not fit into the room for callbacks. */
const OPEN_CALLBACK = 0;

export class RingExchange {
  readonly requests: Records;
  readonly payload: Payload;
  readonly desk: HostDesk;
  readonly #native: NativeHelper;
  readonly #ring: HostRing;
  readonly #response: Records;
  readonly #state: Int32Array;
  readonly #line: Line;
  /** Callbacks that are open, one within the other. */
  #depth = 0;
  /** The last reply to a callback, where it needed a place of its own. */
  #mail: Place | undefined;
  #isSpent = false;

  constructor(native: NativeHelper, ring: HostRing, desk: HostDesk, line: Line) {
    this.#native = native;
    this.#ring = ring;
    this.desk = desk;
    this.#line = line;
    this.requests = new Records(ring.requests);
    this.#response = new Records(ring.response);
    this.#state = new Int32Array(ring.state);
    this.payload = new Payload(native, ring);
  }

  /** The helper asked to be replaced. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /** A callback of the helper is open: it waits for us. */
  get isCalledBack(): boolean {
    return this.#depth > 0;
  }

  /** Why the last outcome was what it was: index of `reasons`. */
  get reason(): number {
    return this.#state[0] as number;
  }

  /**
   * Calls a function. @returns its value; a `Said`; or NOT_IN_SLOTS
   *
   * @param timeout milliseconds; of a call that calls back, from its first callback on once more. Time that the host takes
   * for these is not the helper's
   */
  call(target: number, args: readonly unknown[], timeout: number): unknown {
    const flags = this.requests.write(args);
    if (flags < 0) return NOT_IN_SLOTS;
    this.requests.head(kinds.call, target, flags);
    return this.#exchange(timeout);
  }

  /** @param written told when the message is, before anything else can be lent to the helper */
  ask(message: Message, timeout: number, written?: () => void): Message {
    const bytes = messageBytes(message, this.desk.context);
    written?.();
    const place = this.payload.put(bytes, this.isCalledBack ? rooms.mail : rooms.request);
    this.requests.numbers([place.offset, bytes.length, 0, 0]);
    this.requests.head(requestKinds.message, 0, 0);
    const said = this.#exchange(timeout);
    this.payload.release(place); // not after a failure: all of it is gone then
    if (said instanceof Said) return said.message;
    throw this.#end(brokenBy({ reason: "a value in answer to a message", offset: 0 }));
  }

  /**
   * The message that answers a request; undefined: it has to be fetched.
   *
   * @param place where it should be
   */
  messageIn(flags: number, length: number, place: Place): Message | undefined {
    if ((flags & TOO_LONG) !== 0 && this.#isLength(length, MAX_MESSAGE_BYTES)) return undefined;
    if (this.#isLength(length, place.length))
      return this.#decoded(this.payload.copy(place, length));
    throw this.#end(brokenBy({ reason: `a message of ${length} bytes`, offset: 0 }));
  }

  /**
   * Does what the callback in a record asks for, and leaves the reply in the requests.
   *
   * @param left milliseconds that the helper has
   * @returns those that the host itself took
   */
  answerCallback(record: Records, index: number, left: number): number {
    const id = record.target(index);
    const args = this.#argumentsOf(record, index, Math.min(FETCH_MS, Math.max(0, left)));
    const from = performance.now();
    let flags: number;
    this.#depth++;
    try {
      flags = this.#returning(this.desk.callBack(id, args));
    } catch (error) {
      flags = this.#throwing(error);
    } finally {
      this.#depth--;
    }
    this.requests.head(kinds.reply, 0, flags);
    return performance.now() - from;
  }

  /** Looks at the flags of an answer that was accepted for what is not about the request. */
  note(flags: number): void {
    if ((flags & SPENT) !== 0) this.#isSpent = true;
  }

  /** Fetches the message that answers a request and had no room. */
  fetch(id: number, length: number, timeout: number): Message {
    const place = this.payload.reserve(length);
    if (place === undefined) throw this.#end(brokenBy({ reason: "no room is left", offset: 0 }));
    this.requests.numbers([place.offset, length]);
    this.requests.head(requestKinds.fetch, id, 0);
    const outcome = this.#native.call(this.#ring.handle, timeout);
    if (id === OPEN_CALLBACK && this.#hasCallback(outcome)) {
      throw this.#end(brokenBy({ reason: "a callback in place of its arguments", offset: 0 }));
    }
    const flags = this.#await(outcome, timeout);
    const message = this.messageIn(flags, this.#response.number(0), place);
    this.payload.release(place);
    if (message) return message;
    throw this.#end(brokenBy({ reason: "it grew while it was fetched", offset: 0 }));
  }

  /** Sends the request that was prepared. @returns the value that came, or a `Said` */
  #exchange(timeout: number): unknown {
    const outcome = this.#native.call(this.#ring.handle, timeout);
    const id = this.requests.id();
    const flags = this.#await(outcome, timeout);
    const answer = this.#answerIn(id, flags, timeout);
    if (this.#depth === 0) this.note(flags);
    return answer;
  }

  #answerIn(id: number, flags: number, timeout: number): unknown {
    if ((flags & MESSAGE) === 0) return this.#response.value(flags, 0);
    const length = this.#response.number(0);
    return new Said(this.messageIn(flags, length, answerRoom) ?? this.fetch(id, length, timeout));
  }

  #hasCallback(outcome: number): boolean {
    return outcome === outcomes.ok && this.#response.kind() === kinds.callback;
  }

  /** Does the callbacks that come first. @returns the flags of the answer, which is left in the response */
  #await(first: number, timeout: number): number {
    const id = this.requests.id();
    let outcome = first;
    let left = timeout;
    while (this.#hasCallback(outcome)) {
      const from = performance.now();
      const own = this.answerCallback(this.#response, 0, left);
      if (!this.#line.isUp) throw this.#end(ENDED); // by a call within the callback
      if (left <= 0) throw this.#end(downBy(outcomes.timedOut, 0)); // it calls back for ever
      outcome = this.#native.reply(this.#ring.handle, id, left);
      left = Math.max(0, left - (performance.now() - from - own));
      this.#releaseMail();
    }
    if (outcome !== outcomes.ok) throw this.#end(downBy(outcome, this.#state[0] as number));
    return this.#response.flags();
  }

  #argumentsOf(record: Records, index: number, timeout: number): readonly unknown[] {
    const flags = record.flags(index);
    if ((flags & MESSAGE) === 0) return record.read(flags, index);
    const length = record.number(0, index);
    const message =
      this.messageIn(flags, length, callbackRoom) ?? this.fetch(OPEN_CALLBACK, length, timeout);
    if (message.kind === "callback") return message.args.values;
    throw this.#end(brokenBy({ reason: `${message.kind} in place of a callback`, offset: 0 }));
  }

  #returning(result: unknown): number {
    const flags = this.requests.write([result]);
    return flags >= 0 ? flags : this.#post({ kind: "callback-returned", id: 0, result });
  }

  #throwing(error: unknown): number {
    const thrown = this.desk.keepThrown(error);
    return this.#post({ kind: "callback-threw", id: 0, error, thrown });
  }

  #post(message: Message): number {
    const bytes = messageBytes(message, this.desk.context);
    this.#releaseMail();
    this.#mail = this.payload.put(bytes, rooms.mail);
    this.requests.numbers([this.#mail.offset, bytes.length]);
    return MESSAGE;
  }

  /** The helper has said something since: it has copied it. */
  #releaseMail(): void {
    if (this.#mail) this.payload.release(this.#mail);
    this.#mail = undefined;
  }

  #end(down: Down): Error {
    return this.#line.end(down);
  }

  #isLength(length: number, most: number): boolean {
    return Number.isSafeInteger(length) && length >= 0 && length <= most;
  }

  #decoded(bytes: Buffer): Message {
    try {
      return decodeMessage(bytes, "helper", this.desk.context);
    } catch (error) {
      if (error instanceof WireError) throw this.#end(brokenBy(error));
      throw error;
    }
  }
}

/** It was said before why. */
const ENDED: Down = { how: "died", reason: "it was ended", offset: 0 };
/** Milliseconds for a helper to copy what it has. */
const FETCH_MS = 3000;
