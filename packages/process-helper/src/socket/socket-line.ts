/**
 * A helper at the other end of a socket. Requests are sent ahead, and answered in their order; who waits for one does so
 * without the event loop. Of the helper nothing is believed, as in host/ring-exchange.ts.
 */
import { brokenBy, type Down, Lost } from "../host/down.js";
import type { Line } from "../host/line.js";
import { type Pending, Said } from "../host/pending.js";
import { type HostDesk, NOT_IN_SLOTS } from "../host/ring-exchange.js";
import { MAX_IN_FLIGHT, MAX_RELAYED_BYTES } from "../limits.js";
import type { Ending } from "../native.js";
import { WireError } from "../wire/error.js";
import { messageBytes } from "../wire/message-bytes.js";
import { decodeMessage } from "../wire/message-codec.js";
import type { Message, MessageOf } from "../wire/messages.js";
import { type Closed, connectTo, END, type Peer, type SocketMail } from "./connection.js";
import type { Mailbox } from "./mailbox.js";
import { Ids, isWithin } from "./within.js";

/** A request that the helper has. */
interface Sent {
  readonly pending: Pending;
  readonly bytes: number;
}

/** Lines with pending requests: their promises keep nothing alive. */
const busy = new Set<SocketLine>();

const forgotten = new FinalizationRegistry<Mailbox>((mailbox) => mailbox.tell(END));

export class SocketLine implements Line {
  readonly startedAt = performance.now();
  readonly #desk: HostDesk;
  readonly #mailbox: Mailbox;
  readonly #onDown: (line: Line) => void;
  readonly #ids = new Ids();
  readonly #unsent: Pending[] = [];
  /** By id, the oldest first. */
  readonly #sent = new Map<number, Sent>();
  #sentBytes = 0;
  /** Those that are asked within callbacks, the innermost last. */
  readonly #within = new Map<number, Pending>();
  /** Callbacks that are open, one within the other. */
  #depth = 0;
  #callbacks = 0;
  /** When the helper began with the oldest. */
  #began = 0;
  #timer: NodeJS.Timeout | undefined;
  #hasAnswered = false;
  #pid: number | null = null;
  #down: Down | undefined;
  #ending: Ending = { code: -1, signal: -1 };
  #output = "";

  /** @param onDown told once, when the helper is gone or was left */
  constructor(peer: Peer, desk: HostDesk, onDown: (line: Line) => void) {
    this.#desk = desk;
    this.#onDown = onDown;
    const self = new WeakRef(this); // a library that nobody uses any more can be collected
    this.#mailbox = connectTo(peer, (mail) => self.deref()?.receiveLater(mail));
    this.#mailbox.unref();
    forgotten.register(this, this.#mailbox, this);
  }

  get pid(): number | null {
    return this.#pid;
  }

  get isUp(): boolean {
    return this.#down === undefined;
  }

  get isCalledBack(): boolean {
    return this.#depth > 0;
  }

  get load(): number {
    return this.#sent.size + this.#unsent.length;
  }

  get down(): Down | undefined {
    return this.#down;
  }

  get ending(): Ending {
    return this.#ending;
  }

  get output(): string {
    return this.#output;
  }

  /** Of a helper that never answered why it did not, as the launcher would tell. */
  report(): string {
    return this.#down && !this.#hasAnswered ? `program missing: ${this.#down.reason}\n` : "";
  }

  /** Everything is a message here. */
  call(): unknown {
    this.#assertUp();
    return NOT_IN_SLOTS;
  }

  ask(message: Message, timeout: number, written?: () => void): Message {
    this.#assertUp();
    const isWithin = this.isCalledBack;
    if (!isWithin) this.#flush();
    const request = new Awaited(message, timeout, written);
    this.#send(request, isWithin);
    return this.#await(request);
  }

  post(pending: Pending): void {
    this.#assertUp();
    this.#unsent.push(pending);
    if (this.load > 1) return;
    busy.add(this);
    this.#mailbox.ref();
    queueMicrotask(() => this.#flush());
  }

  withdraw(pending: Pending): boolean {
    const index = this.#unsent.indexOf(pending);
    if (index >= 0) this.#unsent.splice(index, 1);
    return index >= 0;
  }

  isRunning(pending: Pending): boolean {
    return this.#oldest()?.pending === pending;
  }

  end(down: Down): void {
    this.#lose(down);
  }

  take(): void {
    while (this.isUp) {
      const mail = this.#mailbox.take(0);
      if (mail === undefined) break;
      this.#receive(mail);
    }
    this.#flush();
  }

  /** In a turn of the event loop. */
  receiveLater(mail: unknown): void {
    if (this.isUp) this.#receive(mail);
    this.#flush();
  }

  #assertUp(): void {
    if (this.#down) throw new Lost(this.#down, false);
  }

  #oldest(): Sent | undefined {
    return this.#sent.values().next().value;
  }

  /** Sends what there is, as far as the helper takes it. */
  #flush(): void {
    while (this.isUp && this.#sent.size < MAX_IN_FLIGHT && this.#sentBytes < MAX_RELAYED_BYTES) {
      const pending = this.#unsent.shift();
      if (!pending) break;
      try {
        this.#send(pending, false);
      } catch (error) {
        pending.refused(error);
      }
    }
    if (this.load === 0) this.#rest();
  }

  /** @throws for what cannot cross */
  #send(pending: Pending, isWithin: boolean): void {
    const id = this.#ids.next(isWithin);
    const bytes = messageBytes({ ...pending.message(), id }, this.#desk.context);
    pending.written?.();
    this.#mailbox.send(bytes);
    if (isWithin) {
      this.#within.set(id, pending);
      return;
    }
    this.#sent.set(id, { pending, bytes: bytes.length });
    this.#sentBytes += bytes.length;
    if (this.#sent.size > 1) return;
    this.#began = performance.now();
    this.#timer ??= setTimeout(() => this.#checkTime(), 0).unref();
  }

  /** Of a call that calls back the time is counted from its first callback on once more. */
  #await(request: Awaited): Message {
    const callbacks = this.#callbacks;
    let until = performance.now() + request.timeout;
    let isExtended = false;
    for (;;) {
      if (request.answer) return request.answer;
      if (request.lostBy) throw request.lostBy;
      if (!isExtended && this.#callbacks > callbacks) {
        isExtended = true;
        until = performance.now() + request.timeout;
      }
      const mail = this.#mailbox.take(Math.max(0, until - performance.now()));
      if (mail === undefined) this.#lose(LATE);
      else this.#receive(mail);
    }
  }

  #receive(mail: unknown): void {
    if (mail instanceof Uint8Array) this.#receiveMessage(mail);
    else if ("started" in (mail as SocketMail)) this.#pid = (mail as { started: number }).started;
    else this.#closed(mail as Closed);
  }

  #closed({ closed, breach, ending, output }: Closed): void {
    this.#ending = ending;
    this.#output = output;
    this.#lose(breach ? brokenBy(breach) : { how: "died", reason: closed, offset: 0 });
  }

  #receiveMessage(bytes: Uint8Array): void {
    const message = this.#decoded(bytes);
    if (!message) return;
    if (message.kind === "callback") this.#answerCallback(message);
    else if (message.kind === "log") return;
    else if (message.id === 0) this.#refused(message);
    else if (message.kind === "goodbye") this.#lose({ ...LEFT, reason: "it said goodbye" });
    else this.#answered(message);
  }

  #decoded(bytes: Uint8Array): Message | undefined {
    try {
      return decodeMessage(bytes, "helper", this.#desk.context);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#lose(brokenBy(error));
      return undefined;
    }
  }

  /** The helper will not hear us any more, and says why. */
  #refused(message: Message): void {
    const error = message.kind === "threw" ? (message.error as Error) : undefined;
    const reason = error?.message ?? `${message.kind} in answer to nothing`;
    this.#lose(brokenBy({ reason, offset: 0 }));
  }

  #answered(message: Message): void {
    this.#hasAnswered = true;
    const pending = isWithin(message.id)
      ? this.#answeredWithin(message)
      : this.#answeredNext(message);
    if (pending) pending.answered(new Said(message));
    else this.#lose(brokenBy({ reason: "it answered a request that it was not at", offset: 0 }));
  }

  #answeredNext({ id }: Message): Pending | undefined {
    const oldest = this.#oldest();
    const sent = this.#sent.get(id);
    if (sent !== oldest || !sent || this.isCalledBack) return undefined;
    this.#sent.delete(id);
    this.#sentBytes -= sent.bytes;
    this.#began = performance.now();
    return sent.pending;
  }

  #answeredWithin({ id }: Message): Pending | undefined {
    const innermost = [...this.#within.keys()].at(-1);
    const pending = innermost === id ? this.#within.get(id) : undefined;
    this.#within.delete(id);
    return pending;
  }

  #answerCallback({ id, callback, args }: MessageOf<"callback">): void {
    this.#callbacks++;
    this.#depth++;
    let reply: Message;
    try {
      reply = { kind: "callback-returned", id, result: this.#desk.callBack(callback, args.values) };
    } catch (error) {
      reply = this.#threw(id, error);
    } finally {
      this.#depth--;
    }
    if (this.isUp) this.#mailbox.send(this.#replyBytes(reply));
  }

  #threw(id: number, error: unknown): Message {
    return { kind: "callback-threw", id, error, thrown: this.#desk.keepThrown(error) };
  }

  /** A result that cannot cross is an error in the callback. */
  #replyBytes(reply: Message): Uint8Array {
    try {
      return messageBytes(reply, this.#desk.context);
    } catch (error) {
      return messageBytes(this.#threw(reply.id, error), this.#desk.context);
    }
  }

  /** Nothing is asked of it: it keeps nothing alive. */
  #rest(): void {
    busy.delete(this);
    this.#mailbox.unref();
  }

  #checkTime(): void {
    this.#timer = undefined;
    if (this.#oldest() === undefined || this.#down) return;
    this.take();
    const oldest = this.#oldest();
    if (oldest === undefined || this.#down) return;
    const left = this.#began + oldest.pending.timeout - performance.now();
    if (left <= 0) this.#lose(LATE);
    else this.#timer = setTimeout(() => this.#checkTime(), Math.min(left, MAX_TIMER_MS)).unref();
  }

  /** There is no more to expect from it. */
  #lose(down: Down): void {
    if (this.#down) return;
    this.#down = down;
    clearTimeout(this.#timer);
    this.#say({ kind: "goodbye", id: 0 });
    this.#mailbox.tell(END);
    forgotten.unregister(this);
    this.#rest();
    for (const pending of [...this.#within.values()].reverse()) pending.lost(down, true);
    const sent = [...this.#sent.values()];
    for (const [index, { pending }] of sent.entries()) pending.lost(down, index === 0);
    for (const pending of this.#unsent.splice(0)) pending.lost(down, false);
    this.#sent.clear();
    this.#within.clear();
    this.#onDown(this);
  }

  #say(message: Message): void {
    this.#mailbox.send(messageBytes(message));
  }
}

/** A request whose answer is waited for without the event loop. */
class Awaited implements Pending {
  answer: Message | undefined;
  lostBy: Lost | undefined;
  readonly timeout: number;
  readonly written: () => void;
  readonly #message: Message;

  constructor(message: Message, timeout: number, written: () => void = () => {}) {
    this.#message = message;
    this.timeout = timeout;
    this.written = written;
  }

  message(): Message {
    return this.#message;
  }

  answered(reply: unknown): void {
    this.answer = (reply as Said).message;
  }

  refused(): void {}

  lost(down: Down, wasRunning: boolean): void {
    this.lostBy = new Lost(down, wasRunning);
  }
}

const LATE: Down = { how: "timed-out", reason: "its time was up", offset: 0 };
const LEFT: Down = { how: "died", reason: "it was left", offset: 0 };
/** The longest that a timer of Node takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;
