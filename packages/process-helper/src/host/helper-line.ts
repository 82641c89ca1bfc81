/**
 * One helper process, and what is asked of it. Synchronous requests wait for their answer, the others until the event loop
 * hears the doorbell; the helper does all of them in their order.
 */
import { MAX_IN_FLIGHT, PAYLOAD_BYTES } from "../limits.js";
import {
  type Ending,
  type HelperProgram,
  type HostHandle,
  type HostRing,
  kinds,
  type NativeHelper,
  outcomes,
} from "../native.js";
import { messageBytes } from "../wire/message-bytes.js";
import type { Message } from "../wire/messages.js";
import { requestKinds } from "../wire/rooms.js";
import { MESSAGE, NO_ROOM, Records, SPENT } from "../wire/slots.js";
import { Alarm, type Alarmed } from "./alarm.js";
import { brokenBy, type Down, downBy, Lost } from "./down.js";
import type { Line } from "./line.js";
import type { Place } from "./payload.js";
import { type Pending, Said } from "./pending.js";
import { answerRoom, type HostDesk, RingExchange } from "./ring-exchange.js";

/** A pending request that the helper has. */
interface Sent {
  readonly pending: Pending;
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

const noRoom: Place = { offset: 0, length: 0 };

/** A library that nobody uses any more can be collected, which ends its helper. Not in the constructor: closures there share `this`. */
function watchWeakly(native: NativeHelper, handle: HostHandle, line: WeakRef<HelperLine>): void {
  native.watch(handle, () => line.deref()?.take());
}

/** Lines with pending requests: their promises keep nothing alive. */
const busy = new Set<HelperLine>();

export class HelperLine implements Line, Alarmed {
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
  /** Until there is room for them. */
  readonly #unfetched: Unfetched[] = [];
  #orders = 0;
  /** Of the synchronous request that waits, among those of `#sent`; 0: none does. */
  #waiting = 0;
  /** When the helper began with the oldest; later, by the time that its callbacks took here. */
  #began = 0;
  readonly #alarm = new Alarm(this);
  #isTaking = false;
  #isTakeDue = false;
  #down: Down | undefined;
  #ending: Ending = { code: -1, signal: -1 };
  #output = "";
  #report: string | undefined;
  /** It is being given up: its memory is still looked at. */
  #isEnding = false;
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
    watchWeakly(native, this.#ring.handle, new WeakRef(this));
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
    return this.#sent.size + this.#unfetched.length + this.#unsent.length;
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

  /** Ends the helper, for a reason. Its pending requests are lost. @returns what to throw at who waits */
  end(down: Down): Lost {
    return this.#lose(down);
  }

  /** The oldest request may be late. */
  timeIsUp(): void {
    if (this.#oldest() === undefined || this.#down) return;
    if (this.#timeLeft() > 0 || !this.#isLate()) this.#alarm.setFor(this.#due());
  }

  /** What has come is answered; the doorbell rang, or there is nobody to ring it. */
  take(): void {
    if (this.#isTaking || this.#down) return;
    this.#isTaking = true;
    try {
      // more is likely on its way: what the answers set off comes first, then another look
      const isFlowing = this.#takeSome();
      if (this.#sent.size > 0 && (isFlowing || !this.#native.arm(this.#ring.handle))) {
        this.#takeSoon();
      }
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
    if (this.#sent.size > 0) this.#awaitSent();
    this.#assertUp();
    this.#waiting = ++this.#orders;
    return true;
  }

  /** What was asked for before is done first, and each has its own time for that. */
  #awaitSent(): void {
    const last = this.#orders;
    const isBefore = () => (this.#oldest()?.order ?? Number.POSITIVE_INFINITY) <= last;
    try {
      while (isBefore()) {
        const outcome = this.#native.await(this.#ring.handle, Math.max(0, this.#timeLeft()));
        if (outcome === outcomes.timedOut) throw this.#lose(downBy(outcome, 0));
        this.#takeSome(); // of another outcome as well
      }
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
    }
  }

  #leave(): void {
    this.#waiting = 0;
    if (this.isSpent && this.isUp) this.#lose(WORN_OUT);
    if (this.#sent.size > 0 && this.isUp) this.#takeSoon();
  }

  /** What came meanwhile rings no doorbell. */
  #takeSoon(): void {
    if (this.#isTakeDue) return;
    this.#isTakeDue = true;
    setImmediate(() => {
      this.#isTakeDue = false;
      this.take();
    });
  }

  #assertUp(): void {
    if (this.#down) throw new Lost(this.#down, false);
  }

  #oldest(): Sent | undefined {
    return this.#sent.values().next().value;
  }

  /** Sends what there is, as far as there is room for it. */
  #flush(): void {
    if (this.isUp && this.load === 0) this.#rest(); // all of it was withdrawn
    if (this.#down || this.#unsent.length === 0) return;
    const wasIdle = this.#sent.size === 0;
    const batch = this.#writeAll(this.#unsent.splice(0, MAX_IN_FLIGHT - this.#sent.size));
    this.#native.publish(this.#ring.handle, batch.length);
    for (const [index, sent] of batch.entries()) {
      this.#sent.set(this.#exchange.requests.id(index), sent);
    }
    if (this.load === 0) this.#rest(); // all of it was refused
    if (!wasIdle || batch.length === 0) return;
    this.#began = performance.now();
    this.#alarm.setFor(this.#due());
    if (!this.#native.arm(this.#ring.handle)) this.#takeSoon();
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

  /** Answers what has come, up to the first callback. @returns whether something had */
  #takeSome(): boolean {
    const count = this.#native.take(this.#ring.handle);
    if (count < 0) throw this.#lose(downBy(-count, this.#exchange.reason));
    for (let index = 0; index < count && this.isUp; index++) this.#takeOne(index);
    if (this.#down) throw this.#lose(this.#down); // by what one of them was found to be
    if (this.isSpent) throw this.#lose(WORN_OUT);
    if (count > 0) this.#alarm.setFor(this.#due()); // the next one may have less time
    return count > 0;
  }

  #takeOne(index: number): void {
    if (this.#taken.kind(index) === kinds.callback) this.#callBack(index);
    else this.#settle(index);
  }

  #callBack(index: number): void {
    if (this.#timeLeft() < 0) throw this.#lose(downBy(outcomes.timedOut, 0));
    const from = performance.now();
    this.#exchange.answerCallback(this.#taken, index);
    this.#began += performance.now() - from; // that was the host's time
    if (this.#down) throw this.#lose(this.#down); // by a call within the callback
    const outcome = this.#native.reply(this.#ring.handle, NOBODY, 0);
    if (outcome !== outcomes.ok) throw this.#lose(downBy(outcome, this.#exchange.reason));
  }

  /** What cannot be read is among those that are lost: until then it is not taken from them. */
  #settle(index: number): void {
    const id = this.#taken.id(index);
    const sent = this.#sent.get(id);
    if (sent === undefined) return; // a synchronous one, that nobody waits for any more
    this.#began = performance.now();
    const flags = this.#taken.flags(index);
    this.#exchange.note(flags);
    if ((flags & MESSAGE) === 0) {
      this.#answer(id, sent, this.#taken.value(flags, 0, index));
      return;
    }
    const length = this.#taken.number(0, index);
    const room = (flags & SPENT) === 0 ? sent.room : answerRoom;
    const message = this.#exchange.messageIn(flags, length, room);
    if (message) this.#answer(id, sent, new Said(message));
    else this.#refetch(id, sent, length);
  }

  #answer(id: number, { pending, place }: Sent, reply: unknown): void {
    this.#sent.delete(id);
    if (place) this.#exchange.payload.release(place);
    this.#fetchMore();
    if (this.load === 0) this.#rest();
    pending.answered(reply);
  }

  /** What had no room is asked for again, behind what else there is. */
  #refetch(id: number, { pending, place, isDone }: Sent, length: number): void {
    if (isDone) throw this.#lose(brokenBy({ reason: "it grew while it was fetched", offset: 0 }));
    this.#sent.delete(id);
    if (place) this.#exchange.payload.release(place);
    this.#unfetched.push({ pending, id, length });
    this.#fetchMore();
  }

  #fetchMore(): void {
    const { payload, requests } = this.#exchange;
    for (; this.isUp && this.#unfetched.length > 0; this.#unfetched.shift()) {
      const { pending, id, length } = this.#unfetched[0] as Unfetched;
      const room = payload.reserve(length);
      if (room === undefined) return; // whoever has it gives it back
      requests.numbers([room.offset, length]);
      requests.head(requestKinds.fetch, id, 0);
      if (this.#native.publish(this.#ring.handle, 1) !== outcomes.ok) return;
      const order = ++this.#orders;
      this.#sent.set(requests.id(), { pending, order, place: room, room, isDone: true });
    }
  }

  /** Nothing is asked of it: it keeps nothing alive. */
  #rest(): void {
    busy.delete(this);
    this.#native.setReferenced(this.#ring.handle, false);
  }

  /** Is it so when all has been heard that it said? Then the helper is ended. */
  #isLate(): boolean {
    this.take();
    if (this.isUp && this.#timeLeft() <= 0) this.#lose(downBy(outcomes.timedOut, 0));
    return !this.isUp;
  }

  #timeLeft(): number {
    return this.#due() - performance.now();
  }

  /** When the oldest request has to be done. */
  #due(): number {
    return this.#began + (this.#oldest()?.pending.timeout ?? Number.POSITIVE_INFINITY);
  }

  /** There is no more to expect from it. @returns what to throw at who waits */
  #lose(down: Down): Lost {
    const first = this.#down === undefined;
    this.#down ??= down;
    this.#isEnding ||= first;
    if (first) this.#bury();
    const oldest = this.#oldest();
    const isBefore = this.#waiting === 0 || (oldest?.order ?? 0) < this.#waiting;
    const oldestRan = oldest !== undefined && isBefore && !this.isSpent; // spent, it begins nothing more
    const lost = new Lost(this.#down, this.isCalledBack || !(oldestRan || this.isSpent));
    if (first) this.#giveUp(oldestRan);
    if (first) this.#isEnding = false;
    if (!this.isCalledBack && !this.#isEnding) this.#close();
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
    try {
      this.#settleLast();
    } catch (error) {
      if (!(error instanceof Lost)) throw error; // it broke the protocol with its last words
    }
  }

  /** Answers that had come before its end count. */
  #settleLast(): void {
    for (;;) {
      const count = this.#native.take(this.#ring.handle);
      if (count <= 0) return;
      for (let index = 0; index < count; index++) {
        if (this.#taken.kind(index) === kinds.callback) return;
        this.#settle(index);
      }
    }
  }

  #giveUp(oldestRan: boolean): void {
    this.#alarm.clear();
    busy.delete(this);
    const down = this.#down as Down;
    const sent = [...this.#sent.values()];
    this.#sent.clear();
    for (const { pending } of this.#unfetched.splice(0)) pending.lost(down, true);
    for (const [index, { pending, isDone = false }] of sent.entries()) {
      pending.lost(down, isDone || (oldestRan && index === 0));
    }
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

const WORN_OUT: Down = { how: "died", reason: "a library could not be made new", offset: 0 };
const SIGKILL = 9;
/** In place of a request's id: nobody waits. */
const NOBODY = -1;
