import { type Down, Lost } from "../host/down.js";
import type { Pending, Said } from "../host/pending.js";
import type { Message } from "../wire/messages.js";

/** A request whose answer is waited for without the event loop. */
export class Awaited implements Pending {
  readonly timeout: number;
  readonly written: () => void;
  readonly #message: Message;
  #answer: Message | undefined;
  #lostBy: Lost | undefined;

  constructor(message: Message, timeout: number, written: () => void = () => {}) {
    this.#message = message;
    this.timeout = timeout;
    this.written = written;
  }

  /** undefined: it has not come yet. @throws Lost */
  get answer(): Message | undefined {
    if (this.#lostBy) throw this.#lostBy;
    return this.#answer;
  }

  message(): Message {
    return this.#message;
  }

  answered(reply: unknown): void {
    this.#answer = (reply as Said).message;
  }

  refused(): void {}

  lost(down: Down, wasRunning: boolean): void {
    this.#lostBy = new Lost(down, wasRunning);
  }
}
