/**
 * One helper process, and what is asked of it. Synchronous requests wait for their answer, the others until the event loop
 * hears the doorbell; the helper does all of them in their order.
 */
import { MAX_IN_FLIGHT, PAYLOAD_BYTES } from "../limits.js";
import {
  type Ending,
  type HelperProgram,
  type HostRing,
  kinds,
  type NativeHelper,
  outcomes,
} from "../native.js";
import { messageBytes } from "../wire/message-bytes.js";
import type { Message } from "../wire/messages.js";
import { requestKinds } from "../wire/rooms.js";
import { MESSAGE, NO_ROOM, Records, TOO_LONG } from "../wire/slots.js";
import { brokenBy, type Down, downBy, Lost } from "./down.js";
import type { Place } from "./payload.js";
import { type Pending, Said } from "./pending.js";
import { type HostDesk, RingExchange } from "./ring-exchange.js";

/** A pending request that the helper has. */
interface Sent {
  readonly pending: Pending;
  readonly order: number;
  /** Its part of the payload. */
  readonly place: Place | undefined;
  /** Where in that its answer may be. */
  readonly room: Place;
}

/** Room for the answer to an asynchronous message; what is longer is fetched. */
const ANSWER_BYTES = 2048;

const noRoom: Place = { offset: 0, length: 0 };

/** Lines with pending requests: their promises keep nothing alive. */
const busy = new Set<HelperLine>();

export class HelperLine {
  readonly pid: number;
  readonly startedAt = performance.now();
  readonly #native: NativeHelper;
  readonly #ring: HostRing;
  readonly #exchange: RingExchange;
  readonly #taken: Records;
  readonly #onDown: (line: HelperLine) => void;
  readonly #unsent: Pending[] = [];
  /** By id, the oldest first. */
  readonly #sent = new Map<number, Sent>();
  #orders = 0;
  /** Of the synchronous request that waits, among those of `#sent`; 0: none does. */
  #waiting = 0;
  /** When the helper began with the oldest. */
  #began = 0;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer looks at it. */
  #looksAt = 0;
  #isTaking = false;
  #down: Down | undefined;
  #ending: Ending = { code: -1, signal: -1 };
  #output = "";
  #report: string | undefined;
  #isClosed = false;

  /**
   * Starts it.
   *
   * @param onDown told once, when it has ended or was ended
   * @throws when it cannot be started: an error of the system
   */
  constructor(
    native: NativeHelper,
    program: HelperProgram,
    desk: HostDesk,
    onDown: (line: HelperLine) => void,
  ) {
    this.#native = native;
    this.#onDown = onDown;
    this.#ring = native.createRing(PAYLOAD_BYTES);
    this.#exchange = new RingExchange(native, this.#ring, desk, this);
    this.#taken = new Records(this.#ring.taken);
    try {
      this.pid = native.spawn(this.#ring.handle, program);
    } catch (error) {
      native.dispose(this.#ring.handle);
      throw error;
    }
    const self = new WeakRef(this); // a library that nobody uses any more can be collected, and ends its helper
    native.watch(this.#ring.handle, () => self.deref()?.take());
    native.setReferenced(this.#ring.handle, false);
  }

  get isUp(): boolean {
    return this.#down === undefined;
  }

  get isSpent(): boolean {
    return this.#exchange.isSpent;
  }

  /** A callback of the helper is open: what is asked now is asked within it. */
  get isCalledBack(): boolean {
    return this.#exchange.isCalledBack;
  }

  /** Requests that it has, and that are to be sent. */
  get load(): number {
    return this.#sent.size + this.#unsent.length;
  }

  get down(): Down | undefined {
    return this.#down;
  }

  get ending(): Ending {
    return this.#ending;
  }

  /** The last that it wrote to standard output and error. */
  get output(): string {
    return this.#output;
  }

  /** What the launcher has reported until now. */
  report(): string {
    return this.#report ?? this.#native.readReport(this.#ring.handle);
  }

  /** Calls a function, and waits. @returns its value; a `Said`; or NOT_IN_SLOTS @throws Lost */
  call(target: number, args: readonly unknown[], timeout: number): unknown {
    const outermost = this.#enter();
    try {
      return this.#exchange.call(target, args, timeout);
    } finally {
      if (outermost) this.#leave();
    }
  }

  /** Asks for something, and waits. @throws Lost, and for what cannot cross */
  ask(message: Message, timeout: number, written?: () => void): Message {
    const outermost = this.#enter();
    try {
      return this.#exchange.ask(message, timeout, written);
    } finally {
      if (outermost) this.#leave();
    }
  }

  /** Asks for something, and does not wait. */
  post(pending: Pending): void {
    this.#assertUp();
    this.#unsent.push(pending);
    if (this.load > 1) return;
    busy.add(this);
    this.#native.setReferenced(this.#ring.handle, true);
    queueMicrotask(() => this.#flush()); // what else is asked for meanwhile goes along
  }

  /** Takes a request back that was not sent. @returns whether it was there */
  withdraw(pending: Pending): boolean {
    const index = this.#unsent.indexOf(pending);
    if (index >= 0) this.#unsent.splice(index, 1);
    return index >= 0;
  }

  /** Is the helper at it? */
  isRunning(pending: Pending): boolean {
    return this.#oldest()?.pending === pending;
  }

  /** Ends the helper, for a reason. Its pending requests are lost. */
  end(down: Down): void {
    this.lose(down);
  }

  /** What has come is answered; the doorbell rang, or there is nobody to ring it. */
  take(): void {
    if (this.#isTaking || this.#down) return;
    this.#isTaking = true;
    try {
      do this.#takeAll();
      while (this.#sent.size > 0 && !this.#native.arm(this.#ring.handle));
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
    } finally {
      this.#isTaking = false;
    }
    if (this.isUp) this.#flush();
  }

  /** A synchronous request begins. @returns whether it is within no other */
  #enter(): boolean {
    this.#assertUp();
    if (this.isCalledBack) return false;
    if (this.#unsent.length > 0) this.#flush();
    this.#waiting = ++this.#orders;
    return true;
  }

  #leave(): void {
    this.#waiting = 0;
    if (this.isSpent && this.isUp) this.lose(SPENT);
    if (this.#sent.size > 0 && this.isUp) setImmediate(() => this.take());
  }

  #assertUp(): void {
    if (this.#down) throw new Lost(this.#down, false);
  }

  #oldest(): Sent | undefined {
    return this.#sent.values().next().value;
  }

  /** Sends what there is, as far as there is room for it. */
  #flush(): void {
    if (this.#down || this.#unsent.length === 0) return;
    const wasIdle = this.#sent.size === 0;
    const batch = this.#writeAll(this.#unsent.splice(0, MAX_IN_FLIGHT - this.#sent.size));
    this.#native.publish(this.#ring.handle, batch.length);
    for (const [index, sent] of batch.entries()) {
      this.#sent.set(this.#exchange.requests.id(index), sent);
    }
    if (!wasIdle || batch.length === 0) return;
    this.#began = performance.now();
    this.#watchTime();
    if (!this.#native.arm(this.#ring.handle)) setImmediate(() => this.take());
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
      }
    }
    return batch;
  }

  #write(pending: Pending, index: number): Sent | undefined {
    const { requests, payload, desk } = this.#exchange;
    const order = ++this.#orders;
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

  #takeAll(): void {
    const { handle } = this.#ring;
    for (;;) {
      const count = this.#native.take(handle);
      if (count < 0) throw this.lose(downBy(-count, this.#exchange.reason));
      if (count === 0) return;
      this.#began = performance.now();
      for (let index = 0; index < count; index++) this.#takeOne(index);
      if (this.isSpent) throw this.lose(SPENT);
      this.#watchTime();
    }
  }

  #takeOne(index: number): void {
    if (this.#taken.kind(index) === kinds.callback) this.#callBack(index);
    else this.#settle(index);
  }

  #callBack(index: number): void {
    this.#exchange.answerCallback(this.#taken, index);
    const outcome = this.#native.reply(this.#ring.handle, NOBODY, 0);
    if (outcome !== outcomes.ok) throw this.lose(downBy(outcome, this.#exchange.reason));
  }

  #settle(index: number): void {
    const id = this.#taken.id(index);
    const sent = this.#sent.get(id) as Sent; // the ring lets no other id pass
    this.#sent.delete(id);
    const flags = this.#taken.flags(index);
    this.#exchange.note(flags);
    if ((flags & MESSAGE) === 0) {
      this.#answer(sent, this.#taken.value(flags, 0, index));
      return;
    }
    const length = this.#taken.number(0, index);
    const message = this.#exchange.messageIn(flags, length, sent.room);
    if (message) this.#answer(sent, new Said(message));
    else this.#refetch(sent, id, length);
  }

  #answer({ pending, place }: Sent, reply: unknown): void {
    if (place) this.#exchange.payload.release(place);
    if (this.load === 0) this.#rest();
    pending.answered(reply);
  }

  /** What had no room is asked for again, behind what else there is. */
  #refetch({ pending, place }: Sent, id: number, length: number): void {
    const { payload, requests } = this.#exchange;
    if (place) payload.release(place);
    const room = payload.reserve(length);
    if (room === undefined) throw this.lose(brokenBy({ reason: "no room is left", offset: 0 }));
    requests.numbers([room.offset, length]);
    requests.head(requestKinds.fetch, id, 0);
    this.#native.publish(this.#ring.handle, 1);
    this.#sent.set(requests.id(), { pending, order: ++this.#orders, place: room, room });
  }

  /** Nothing is asked of it: it keeps nothing alive. */
  #rest(): void {
    busy.delete(this);
    this.#native.setReferenced(this.#ring.handle, false);
  }

  /** Sees to it that the timer looks when the oldest is due; one that looks earlier stays as it is. */
  #watchTime(): void {
    const oldest = this.#oldest();
    if (oldest === undefined || this.#down) return;
    const due = this.#began + oldest.pending.timeout;
    if (this.#timer && this.#looksAt <= due) return;
    clearTimeout(this.#timer);
    const wait = Math.min(Math.max(1, due - performance.now()), MAX_TIMER_MS);
    this.#looksAt = due;
    this.#timer = setTimeout(() => this.#checkTime(), wait).unref();
  }

  #checkTime(): void {
    this.#timer = undefined;
    const oldest = this.#oldest();
    if (oldest === undefined || this.#down) return;
    const isDue = this.#began + oldest.pending.timeout <= performance.now();
    if (!isDue || !this.#isLate(oldest)) this.#watchTime();
  }

  /** Has it still not been answered? Then the helper is ended. */
  #isLate(oldest: Sent): boolean {
    const began = this.#began;
    this.take();
    // it called back: the time since was the host's
    if (this.#oldest() !== oldest || this.#began !== began) return this.#down !== undefined;
    this.lose(downBy(outcomes.timedOut, 0));
    return true;
  }

  /** There is no more to expect from it. @returns what to throw at who waits */
  lose(down: Down): Lost {
    const first = this.#down === undefined;
    this.#down ??= down;
    if (first) this.#bury();
    const oldest = this.#oldest();
    const isBefore = this.#waiting === 0 || (oldest?.order ?? 0) < this.#waiting;
    const oldestRan = oldest !== undefined && isBefore && !this.isSpent; // spent, it begins nothing more
    const lost = new Lost(this.#down, this.isCalledBack || !oldestRan);
    if (first) this.#giveUp(oldestRan);
    if (!this.isCalledBack) this.#close();
    return lost;
  }

  /** Ends the process, takes what it still said, and how it ended. */
  #bury(): void {
    const { handle } = this.#ring;
    this.#native.kill(handle, SIGKILL);
    this.#ending = this.#native.reap(handle, true) ?? this.#ending;
    this.#output = this.#native.outputTail(handle);
    this.#report = this.#native.readReport(handle);
    this.#native.unwatch(handle);
    this.#settleLast();
  }

  /** Answers that had come before its end count. */
  #settleLast(): void {
    for (;;) {
      const count = this.#native.take(this.#ring.handle);
      if (count <= 0) return;
      for (let index = 0; index < count; index++) {
        if (this.#taken.kind(index) === kinds.callback) return;
        if ((this.#taken.flags(index) & TOO_LONG) !== 0) return;
        this.#settle(index);
      }
    }
  }

  #giveUp(oldestRan: boolean): void {
    clearTimeout(this.#timer);
    busy.delete(this);
    const down = this.#down as Down;
    const sent = [...this.#sent.values()].map(({ pending }) => pending);
    this.#sent.clear();
    for (const [index, pending] of sent.entries()) pending.lost(down, oldestRan && index === 0);
    for (const pending of this.#unsent.splice(0)) pending.lost(down, false);
    this.#onDown(this);
  }

  /** Its memory is never used again: something may still write to it. */
  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#native.dispose(this.#ring.handle);
  }
}

const SPENT: Down = { how: "died", reason: "a library could not be made new", offset: 0 };
const SIGKILL = 9;
/** In place of a request's id: nobody waits. */
const NOBODY = -1;
/** The longest that a timer of Node takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;
