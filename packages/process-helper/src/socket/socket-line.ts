/**
 * A helper at the other end of a socket. Requests are sent ahead, and answered in their order; who waits for one does so
 * without the event loop. Of the helper nothing is believed, as in host/ring-exchange.ts. (Longer than others: a quarter of it
 * is what `Line` asks to see.)
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
import type { Message } from "../wire/messages.js";
import { Awaited } from "./awaited.js";
import { CallbackDesk } from "./callback-desk.js";
import { type Closed, connectTo, END, type Peer, type SocketMail } from "./connection.js";
import type { Mailbox } from "./mailbox.js";
import { SentRequests } from "./sent-requests.js";
import { Ids } from "./within.js";

/** Lines with pending requests: their promises keep nothing alive. */
const busy = new Set<SocketLine>();

const forgotten = new FinalizationRegistry<Mailbox>((mailbox) => mailbox.tell(END));

export class SocketLine implements Line {
  readonly startedAt = performance.now();
  readonly #desk: HostDesk;
  readonly #callbacks: CallbackDesk;
  readonly #mailbox: Mailbox;
  readonly #onDown: (line: Line) => void;
  readonly #ids = new Ids();
  readonly #unsent: Pending[] = [];
  readonly #sent = new SentRequests();
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
    this.#callbacks = new CallbackDesk(desk);
    this.#onDown = onDown;
    const self = new WeakRef(this); // a library that nobody uses any more can be collected
    this.#mailbox = connectTo(peer, (mail) => self.deref()?.receive(mail));
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
    return this.#callbacks.open > 0;
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
    if (!this.#down || this.#hasAnswered) return "";
    const words = this.#output.split("\n")[0]?.replace(/\.$/, "");
    return `program missing: ${this.#down.reason}${words ? `, and it said: ${words}` : ""}\n`;
  }

  /** Everything is a message here. */
  call(): unknown {
    this.#assertUp();
    return NOT_IN_SLOTS;
  }

  ask(message: Message, timeout: number, written?: () => void): Message {
    this.#assertUp();
    if (!this.isCalledBack) this.#flush();
    this.#assertUp();
    const request = new Awaited(message, timeout, written);
    this.#send(request, this.isCalledBack);
    return this.#await(request);
  }

  post(pending: Pending): void {
    this.#assertUp();
    this.#unsent.push(pending);
    if (this.load > 1) return;
    busy.add(this);
    this.#mailbox.ref();
    queueMicrotask(() => this.#flush()); // what else is asked for meanwhile goes along
  }

  withdraw(pending: Pending): boolean {
    const index = this.#unsent.indexOf(pending);
    if (index >= 0) this.#unsent.splice(index, 1);
    return index >= 0;
  }

  isRunning(pending: Pending): boolean {
    return this.#sent.oldest === pending;
  }

  take(): void {
    while (this.isUp) {
      const mail = this.#mailbox.take(0);
      if (mail === undefined) break;
      this.#hear(mail);
    }
    this.#flush();
  }

  /** In a turn of the event loop. */
  receive(mail: unknown): void {
    if (this.isUp) this.#hear(mail);
    this.#flush();
  }

  #assertUp(): void {
    if (this.#down) throw new Lost(this.#down, false);
  }

  /** Sends what there is, as far as the helper takes it. */
  #flush(): void {
    const sent = this.#sent;
    while (this.isUp && sent.size < MAX_IN_FLIGHT && sent.bytes < MAX_RELAYED_BYTES) {
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
    this.#sent.add(id, pending, bytes.length);
    if (isWithin || this.#sent.size > 1) return;
    this.#began = performance.now();
    this.#timer ??= setTimeout(() => this.#checkTime(), 0).unref();
  }

  /** Of a call that calls back the time is counted from its first callback on once more. */
  #await(request: Awaited): Message {
    const callbacks = this.#callbacks.count;
    let until = performance.now() + request.timeout;
    for (let wasCalledBack = false; ; ) {
      const { answer } = request;
      if (answer) return answer;
      if (!wasCalledBack && this.#callbacks.count > callbacks) {
        wasCalledBack = true;
        until = performance.now() + request.timeout;
      }
      const mail = this.#mailbox.take(Math.max(0, until - performance.now()));
      if (mail === undefined) this.end(LATE);
      else this.#hear(mail);
    }
  }

  #hear(mail: unknown): void {
    if (mail instanceof Uint8Array) this.#hearMessage(mail);
    else if ("started" in (mail as SocketMail)) this.#pid = (mail as { started: number }).started;
    else this.#hearEnd(mail as Closed);
  }

  #hearEnd({ closed, breach, ending, output }: Closed): void {
    this.#ending = ending;
    this.#output = output;
    // who died in the middle of a message has not broken the protocol
    const wasCut =
      breach?.code === "ERR_WIRE_TRUNCATED" && (ending.code >= 0 || ending.signal >= 0);
    this.end(breach && !wasCut ? brokenBy(breach) : { how: "died", reason: closed, offset: 0 });
  }

  #hearMessage(bytes: Uint8Array): void {
    const message = this.#decoded(bytes);
    if (!message || message.kind === "log") return;
    if (message.kind === "callback") {
      const reply = this.#callbacks.answer(message);
      this.#began = performance.now();
      if (this.isUp) this.#mailbox.send(reply);
    } else if (message.id === 0) this.#refused(message);
    else this.#answered(message);
  }

  #decoded(bytes: Uint8Array): Message | undefined {
    try {
      return decodeMessage(bytes, "helper", this.#desk.context);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.end(brokenBy(error));
      return undefined;
    }
  }

  /** The helper will not hear us any more, and says why. */
  #refused(message: Message): void {
    const { message: text } = message.kind === "threw" ? Object(message.error) : {};
    const reason = typeof text === "string" ? text : `${message.kind} in answer to nothing`;
    this.end(brokenBy({ reason, offset: 0 }));
  }

  #answered(message: Message): void {
    this.#hasAnswered = true;
    const pending = this.#sent.answered(message.id);
    this.#began = performance.now();
    if (pending) pending.answered(new Said(message));
    else this.end(brokenBy({ reason: "it answered a request that it was not at", offset: 0 }));
  }

  /** Nothing is asked of it: it keeps nothing alive. */
  #rest(): void {
    busy.delete(this);
    this.#mailbox.unref();
  }

  #checkTime(): void {
    this.#timer = undefined;
    this.take();
    const { oldest } = this.#sent;
    if (oldest === undefined || this.#down) return;
    const left = this.#began + oldest.timeout - performance.now();
    if (left <= 0) this.end(LATE);
    else this.#timer = setTimeout(() => this.#checkTime(), Math.min(left, MAX_TIMER_MS)).unref();
  }

  /** There is no more to expect from it. */
  end(down: Down): void {
    if (this.#down) return;
    this.#down = down;
    clearTimeout(this.#timer);
    this.#mailbox.send(messageBytes({ kind: "goodbye", id: 0 }));
    this.#mailbox.tell(END);
    forgotten.unregister(this);
    this.#rest();
    this.#sent.loseAll(down);
    for (const pending of this.#unsent.splice(0)) pending.lost(down, false);
    this.#onDown(this);
  }
}

const LATE: Down = { how: "timed-out", reason: "its time was up", offset: 0 };
/** The longest that a timer of Node takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;
