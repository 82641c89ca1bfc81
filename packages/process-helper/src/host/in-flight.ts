/**
 * Requests that nobody waits for: those that are to be sent, those that the helper has, and answers that had no room. A request
 * is in exactly one of the three, which is why they are one file.
 */
import { MAX_IN_FLIGHT } from "../limits.js";
import { type HostHandle, kinds, type NativeHelper, outcomes } from "../native.js";
import { messageBytes } from "../wire/message-bytes.js";
import { requestKinds } from "../wire/rooms.js";
import { MESSAGE, NO_ROOM, type Records, SPENT } from "../wire/slots.js";
import { brokenBy, type Down, downBy, type Lost } from "./down.js";
import type { Place } from "./payload.js";
import { type Pending, Said } from "./pending.js";
import { answerRoom, type RingExchange } from "./ring-exchange.js";

/** A request that the helper has. */
export interface Sent {
  readonly pending: Pending;
  /** Among all requests of the line. */
  readonly order: number;
  /** Its part of the payload. */
  readonly place: Place | undefined;
  /** Where in that its answer may be. */
  readonly room: Place;
  /** It was done, and its answer is being fetched: it is not to be done again. */
  readonly isDone?: true;
}

/** An answer that had no room. */
interface Unfetched {
  readonly pending: Pending;
  /** Of the request that it answers. */
  readonly id: number;
  readonly length: number;
}

/** Room for the answer to an asynchronous message; what is longer is fetched. */
const ANSWER_BYTES = 2048;
/** Requests that are sent in one go: the helper is at work while more are written. */
const BATCH = 32;

const noRoom: Place = { offset: 0, length: 0 };

/** What it needs of its line. */
export interface InFlightLine {
  readonly isUp: boolean;
  end(down: Down): Lost;
}

export class InFlight {
  readonly #native: NativeHelper;
  readonly #handle: HostHandle;
  readonly #exchange: RingExchange;
  readonly #line: InFlightLine;
  readonly #unsent: Pending[] = [];
  /** By id, the oldest first. */
  readonly #sent = new Map<number, Sent>();
  /** Until there is room for them. */
  readonly #unfetched: Unfetched[] = [];
  #orders = 0;
  #isWriting = false;

  constructor(
    native: NativeHelper,
    handle: HostHandle,
    exchange: RingExchange,
    line: InFlightLine,
  ) {
    this.#native = native;
    this.#handle = handle;
    this.#exchange = exchange;
    this.#line = line;
  }

  /** All of them. */
  get load(): number {
    return this.#sent.size + this.#unfetched.length + this.#unsent.length;
  }

  /** Those that the helper has. */
  get sent(): number {
    return this.#sent.size;
  }

  /** Records are being written: a getter of an argument may run, and must not have others written between them. */
  get isWriting(): boolean {
    return this.#isWriting;
  }

  get hasUnsent(): boolean {
    return this.#unsent.length > 0;
  }

  /** Of the request that is sent last. */
  get lastOrder(): number {
    return this.#orders;
  }

  nextOrder(): number {
    return ++this.#orders;
  }

  oldest(): Sent | undefined {
    return this.#sent.values().next().value;
  }

  has(id: number): boolean {
    return this.#sent.has(id);
  }

  add(pending: Pending): void {
    this.#unsent.push(pending);
  }

  /** Takes a request back that was not sent. @returns whether it was there */
  withdraw(pending: Pending): boolean {
    const index = this.#unsent.indexOf(pending);
    if (index >= 0) this.#unsent.splice(index, 1);
    return index >= 0;
  }

  /** Sends what there is, as far as there is room for it. */
  send(): void {
    for (;;) {
      const room = Math.min(BATCH, MAX_IN_FLIGHT - this.#sent.size, this.#unsent.length);
      if (room <= 0) return;
      const chunk = this.#unsent.splice(0, room);
      const left = this.#unsent.length;
      this.#isWriting = true;
      const batch = this.#writeAll(chunk);
      this.#isWriting = false;
      if (!this.#line.isUp || !this.#publish(batch)) return;
      for (const [index, sent] of batch.entries()) {
        this.#sent.set(this.#exchange.requests.id(index), sent);
      }
      if (this.#unsent.length > left) return; // there was no room
    }
  }

  /** @returns whether the helper has them; otherwise it has come to its end */
  #publish(batch: readonly Sent[]): boolean {
    const outcome = this.#native.publish(this.#handle, batch.length);
    if (outcome === outcomes.ok) return true;
    this.#unsent.unshift(...batch.map(({ pending }) => pending));
    this.#line.end(downBy(outcome, this.#exchange.reason));
    return false;
  }

  /** Answers the request that an answer is to. What cannot be read is among those that are lost: until then it stays. */
  settle(taken: Records, index: number): void {
    const id = taken.id(index);
    const sent = this.#sent.get(id) as Sent;
    const flags = taken.flags(index);
    if ((flags & MESSAGE) === 0) {
      this.#exchange.note(flags);
      this.#answer(id, sent, taken.value(flags, 0, index));
      return;
    }
    const length = taken.number(0, index);
    const room = (flags & SPENT) === 0 ? sent.room : answerRoom;
    const message = this.#exchange.messageIn(flags, length, room);
    this.#exchange.note(flags);
    if (message) this.#answer(id, sent, new Said(message));
    else this.#refetch(id, sent, length);
  }

  /**
   * None will be answered.
   *
   * @param oldestRan the helper was at the oldest
   * @param unreadable ids of those that were answered by what cannot be read
   */
  giveUp(down: Down, oldestRan: boolean, unreadable: ReadonlySet<number>): void {
    const sent = [...this.#sent];
    this.#sent.clear();
    for (const { pending } of this.#unfetched.splice(0)) pending.lost(down, true);
    for (const [index, [id, { pending, isDone = false }]] of sent.entries()) {
      const wasDone = isDone || unreadable.has(id);
      pending.lost(down, wasDone || (oldestRan && index === 0));
    }
    for (const pending of this.#unsent.splice(0)) pending.lost(down, false);
  }

  /** Writes requests into records. What finds no room now goes back into the queue. */
  #writeAll(pendings: readonly Pending[]): Sent[] {
    const batch: Sent[] = [];
    for (const [index, pending] of pendings.entries()) {
      try {
        const sent = this.#write(pending, batch.length);
        if (sent === undefined) {
          this.#unsent.unshift(...pendings.slice(index));
          break;
        }
        batch.push(sent);
      } catch (error) {
        pending.refused(error);
        if (!this.#line.isUp) break; // that was its end
      }
    }
    return batch;
  }

  #write(pending: Pending, index: number): Sent | undefined {
    const { requests, payload, desk } = this.#exchange;
    const order = this.nextOrder();
    const { target, args } = pending;
    if (target !== undefined && args !== undefined) {
      const flags = requests.write(args, index);
      if (flags >= 0) {
        requests.head(kinds.call, target, flags | NO_ROOM, index);
        return { pending, order, place: undefined, room: noRoom };
      }
    }
    const bytes = messageBytes(pending.message(), desk.context);
    pending.written?.();
    const place = payload.reserve(bytes.length + ANSWER_BYTES);
    if (place === undefined) return undefined;
    payload.write(bytes, place);
    const room = { offset: place.offset + bytes.length, length: ANSWER_BYTES };
    requests.numbers([place.offset, bytes.length, room.offset, room.length], index);
    requests.head(requestKinds.message, 0, 0, index);
    return { pending, order, place, room };
  }

  #answer(id: number, { pending, place }: Sent, reply: unknown): void {
    this.#sent.delete(id);
    if (place) this.#exchange.payload.release(place);
    this.#fetchMore();
    pending.answered(reply);
  }

  /** What had no room is asked for again, behind what else there is. */
  #refetch(id: number, { pending, place, isDone }: Sent, length: number): void {
    if (isDone) {
      throw this.#line.end(brokenBy({ reason: "it grew while it was fetched", offset: 0 }));
    }
    this.#sent.delete(id);
    if (place) this.#exchange.payload.release(place);
    this.#unfetched.push({ pending, id, length });
    this.#fetchMore();
  }

  #fetchMore(): void {
    const { payload, requests } = this.#exchange;
    for (; this.#line.isUp && this.#unfetched.length > 0; this.#unfetched.shift()) {
      const { pending, id, length } = this.#unfetched[0] as Unfetched;
      const room = payload.reserve(length);
      if (room === undefined) return; // whoever has it gives it back
      requests.numbers([room.offset, length]);
      requests.head(requestKinds.fetch, id, 0);
      if (this.#native.publish(this.#handle, 1) !== outcomes.ok) return;
      const order = this.nextOrder();
      this.#sent.set(requests.id(), { pending, order, place: room, room, isDone: true });
    }
  }
}
