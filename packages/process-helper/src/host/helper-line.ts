/**
 * One helper process, and what is asked of it. Synchronous requests wait for their answer, the others until the event loop
 * hears the doorbell; the helper does all of them in their order.
 *
 * Longer than our files should be: whose call a helper was at when it ended, and which ones may be done again, follows from
 * everything that was under way at that moment, and is decided in one place.
 */
import {
  type Ending,
  type HelperProgram,
  type HostHandle,
  kinds,
  type NativeHelper,
  outcomes,
} from "../native.js";
import type { Message } from "../wire/messages.js";
import { Records } from "../wire/slots.js";
import { Alarm, type Alarmed } from "./alarm.js";
import { type Down, downBy, Lost } from "./down.js";
import { HelperProcess } from "./helper-process.js";
import { InFlight } from "./in-flight.js";
import type { Line } from "./line.js";
import type { Pending } from "./pending.js";
import { type HostDesk, RingExchange } from "./ring-exchange.js";

/** A library that nobody uses any more can be collected, which ends its helper. Not in the constructor: closures there share `this`. */
function watchWeakly(native: NativeHelper, handle: HostHandle, line: WeakRef<HelperLine>): void {
  native.watch(handle, () => line.deref()?.take());
}

/** Lines with pending requests: their promises keep nothing alive. */
const busy = new Set<HelperLine>();

export class HelperLine implements Line, Alarmed {
  readonly #native: NativeHelper;
  readonly #process: HelperProcess;
  readonly #handle: HostHandle;
  readonly #exchange: RingExchange;
  readonly #taken: Records;
  readonly #onDown: (line: HelperLine) => void;
  readonly #inFlight: InFlight;
  /** Order of the synchronous request that waits, among those in flight; 0: none does. */
  #waiting = 0;
  /** When the helper began with the oldest; later, by the time that its callbacks took here. */
  #began = 0;
  readonly #alarm = new Alarm(this);
  /** Of the answers that were taken, the next to look at, and how many there are. */
  #next = 0;
  #count = 0;
  /** Ids of requests that were answered by what cannot be read: they were done. */
  readonly #unreadable = new Set<number>();
  #isTaking = false;
  #isTakeDue = false;
  #down: Down | undefined;
  /** It is being given up: its memory is still looked at. */
  #isEnding = false;

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
    this.#process = new HelperProcess(native, program);
    const { ring } = this.#process;
    this.#handle = ring.handle;
    this.#exchange = new RingExchange(native, ring, desk, this);
    this.#inFlight = new InFlight(native, ring.handle, this.#exchange, this);
    this.#taken = new Records(ring.taken);
    watchWeakly(native, this.#handle, new WeakRef(this));
    native.setReferenced(this.#handle, false);
  }

  get pid(): number {
    return this.#process.pid;
  }

  get startedAt(): number {
    return this.#process.startedAt;
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
    return this.#inFlight.load;
  }

  get down(): Down | undefined {
    return this.#down;
  }

  get ending(): Ending {
    return this.#process.ending;
  }

  /** The last that it wrote to standard output and error. */
  get output(): string {
    return this.#process.output;
  }

  /** What the launcher has reported until now. */
  report(): string {
    return this.#process.report();
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
    this.#inFlight.add(pending);
    if (this.load > 1) return;
    busy.add(this);
    this.#native.setReferenced(this.#handle, true);
    queueMicrotask(() => this.#flush()); // what else is asked for meanwhile goes along
  }

  /** Takes a request back that was not sent. @returns whether it was there */
  withdraw(pending: Pending): boolean {
    return this.#inFlight.withdraw(pending);
  }

  /** Is the helper at it? */
  isRunning(pending: Pending): boolean {
    return this.#inFlight.oldest()?.pending === pending;
  }

  /** Ends the helper, for a reason. Its pending requests are lost. @returns what to throw at who waits */
  end(down: Down): Lost {
    return this.#lose(down);
  }

  /** The oldest request may be late. */
  timeIsUp(): void {
    if (this.#inFlight.oldest() === undefined || this.#down) return;
    if (this.#timeLeft() > 0 || !this.#isLate()) this.#alarm.setFor(this.#due());
  }

  /** What has come is answered; the doorbell rang, or there is nobody to ring it. */
  take(): void {
    if (this.#isTaking || this.#down) return;
    this.#isTaking = true;
    try {
      // more is likely on its way: what the answers set off comes first, then another look
      const isFlowing = this.#takeSome();
      if (isFlowing || (this.#inFlight.sent > 0 && !this.#native.arm(this.#handle))) {
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
    if (this.#inFlight.isWriting) throw betweenRecords();
    if (this.isCalledBack) return false;
    if (this.#inFlight.hasUnsent) this.#flush();
    if (this.#inFlight.sent > 0) this.#awaitSent();
    this.#assertUp();
    this.#waiting = this.#inFlight.nextOrder();
    return true;
  }

  /** What was asked for before is done first, and each has its own time for that. */
  #awaitSent(): void {
    const last = this.#inFlight.lastOrder;
    const isBefore = () => (this.#inFlight.oldest()?.order ?? Number.POSITIVE_INFINITY) <= last;
    try {
      while (isBefore()) {
        const outcome = this.#native.await(this.#handle, Math.max(0, this.#timeLeft()));
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
    if (this.load > 0 && this.isUp) this.#takeSoon();
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

  /** Sends what there is, as far as there is room for it. */
  #flush(): void {
    if (this.#down) return;
    const wasIdle = this.#inFlight.sent === 0;
    this.#inFlight.send();
    if (this.#down) return; // what was refused was its end
    if (this.load === 0) this.#rest(); // all of it was withdrawn, or refused
    if (!wasIdle || this.#inFlight.sent === 0) return;
    this.#began = performance.now();
    this.#alarm.setFor(this.#due());
    if (!this.#native.arm(this.#handle)) this.#takeSoon();
  }

  /** Answers what has come, up to the first callback. @returns whether something had */
  #takeSome(): boolean {
    if (this.#next >= this.#count) this.#takeMore(); // else: what is being settled asked for something, and waits
    const count = this.#count - this.#next;
    const now = count > 0 ? performance.now() : 0;
    while (this.#next < this.#count && this.isUp) this.#takeOne(this.#next++, now);
    if (this.#down) throw this.#lose(this.#down); // by what one of them was found to be
    if (this.isSpent) throw this.#lose(WORN_OUT);
    if (count > 0) this.#alarm.setFor(this.#due()); // the next one may have less time
    return count > 0;
  }

  #takeMore(): void {
    const count = this.#native.take(this.#handle);
    if (count < 0) throw this.#lose(downBy(-count, this.#exchange.reason));
    this.#next = 0;
    this.#count = count;
  }

  /** @param now when it was taken */
  #takeOne(index: number, now: number): void {
    if (this.#taken.kind(index) === kinds.callback) this.#callBack(index);
    else this.#settle(index, now);
  }

  #callBack(index: number): void {
    if (this.#timeLeft() < 0) throw this.#lose(downBy(outcomes.timedOut, 0));
    this.#began += this.#exchange.answerCallback(this.#taken, index, this.#timeLeft());
    if (this.#down) throw this.#lose(this.#down); // by a call within the callback
    const outcome = this.#native.reply(this.#handle, NOBODY, 0);
    if (outcome !== outcomes.ok) throw this.#lose(downBy(outcome, this.#exchange.reason));
  }

  #settle(index: number, now: number): void {
    if (!this.#inFlight.has(this.#taken.id(index))) return; // a synchronous one, that nobody waits for any more
    this.#began = now;
    this.#inFlight.settle(this.#taken, index);
    if (this.load === 0 && this.isUp) this.#rest();
  }

  /** Nothing is asked of it: it keeps nothing alive. */
  #rest(): void {
    busy.delete(this);
    this.#native.setReferenced(this.#handle, false);
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
    return this.#began + (this.#inFlight.oldest()?.pending.timeout ?? Number.POSITIVE_INFINITY);
  }

  /** There is no more to expect from it. @returns what to throw at who waits */
  #lose(down: Down): Lost {
    const first = this.#down === undefined;
    this.#down ??= down;
    this.#isEnding ||= first;
    if (first) this.#bury();
    const oldest = this.#inFlight.oldest();
    const isBefore = this.#waiting === 0 || (oldest?.order ?? 0) < this.#waiting;
    const isBehind = oldest !== undefined && isBefore;
    const oldestRan = isBehind && !this.isSpent; // spent, it begins nothing more
    const lost = new Lost(this.#down, this.isCalledBack || !isBehind);
    if (first) this.#giveUp(oldestRan);
    if (first) this.#isEnding = false;
    if (!this.isCalledBack && !this.#isEnding) this.#process.close();
    return lost;
  }

  /** Ends the process, and takes what it still said. */
  #bury(): void {
    this.#process.end();
    this.#settleLast();
  }

  /** Answers that had come before its end count, also those behind one that cannot be read. */
  #settleLast(): void {
    for (;;) {
      for (; this.#next < this.#count; this.#next++) {
        if (this.#taken.kind(this.#next) === kinds.callback) return;
        this.#settleIfReadable(this.#next);
      }
      this.#next = 0;
      this.#count = Math.max(0, this.#native.take(this.#handle));
      if (this.#count === 0) return;
    }
  }

  #settleIfReadable(index: number): void {
    try {
      this.#settle(index, this.#began);
    } catch (error) {
      if (!(error instanceof Lost)) throw error; // it broke the protocol with its last words
      this.#unreadable.add(this.#taken.id(index));
    }
  }

  #giveUp(oldestRan: boolean): void {
    this.#alarm.clear();
    busy.delete(this);
    this.#inFlight.giveUp(this.#down as Down, oldestRan, this.#unreadable);
    this.#onDown(this);
  }
}

function betweenRecords(): TypeError {
  return new TypeError(
    "Cannot call the library here: an argument of an asynchronous call is being read. Read what it computes before the call.",
  );
}

const WORN_OUT: Down = { how: "died", reason: "a library could not be made new", offset: 0 };
/** In place of a request's id: nobody waits. */
const NOBODY = -1;
