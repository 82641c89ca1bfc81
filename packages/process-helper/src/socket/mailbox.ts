/**
 * Messages between two threads, of which one, the reader, can also wait for the next without an event loop: the other
 * counts what it posts in shared memory, and wakes it there.
 *
 *   thread with the socket ──deliver──▶ port, count ──take or event──▶ reader
 */
import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";

/** One end of it; both have the count. */
export interface MailEnd {
  readonly port: MessagePort;
  /** Of what was delivered. One number in shared memory. */
  readonly count: Int32Array;
}

/** Posts to the reader. */
export function deliver({ port, count }: MailEnd, mail: unknown): void {
  port.postMessage(mail, mail instanceof Uint8Array ? [mail.buffer as ArrayBuffer] : []);
  Atomics.add(count, 0, 1);
  Atomics.notify(count, 0);
}

/** The reader's end. Of the bytes that it takes the other side is told, so that it sends no more than fit. */
export class Mailbox {
  readonly #end: MailEnd;

  /** @param onMail gets what is not taken before */
  constructor(end: MailEnd, onMail: (mail: unknown) => void) {
    this.#end = end;
    end.port.on("message", (mail) => onMail(this.#noted(mail)));
  }

  /** Waits for the next. @returns undefined: the time is up @param timeout milliseconds; 0: only looks */
  take(timeout: number): unknown {
    const { port, count } = this.#end;
    const until = performance.now() + timeout;
    for (;;) {
      const seen = Atomics.load(count, 0);
      const received = receiveMessageOnPort(port);
      if (received) return this.#noted(received.message);
      const left = until - performance.now();
      if (left <= 0) return undefined;
      Atomics.wait(count, 0, seen, left);
    }
  }

  /** @param bytes of a message; lent by whoever made them, and copied */
  send(bytes: Uint8Array): void {
    const copy = new Uint8Array(bytes);
    this.#end.port.postMessage(copy, [copy.buffer]);
  }

  tell(mail: string): void {
    this.#end.port.postMessage(mail);
  }

  ref(): void {
    this.#end.port.ref();
  }

  unref(): void {
    this.#end.port.unref();
  }

  close(): void {
    this.#end.port.close();
  }

  #noted(mail: unknown): unknown {
    if (mail instanceof Uint8Array) this.#end.port.postMessage(mail.length);
    return mail;
  }
}
