/** Requests that wait for their answers, each with a deadline of its own. */
import { listen, unlisten } from "@cofferdam/ffi/declaration";
import type { Message } from "../wire/messages.js";

/** What a request is called, and may take. */
export interface RequestOptions {
  readonly symbol: string;
  /** Milliseconds; Infinity: no limit. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

export class Request {
  readonly symbol: string;
  readonly timeout: number;
  readonly startedAt = performance.now();
  readonly #settled: { resolve(message: Message): void; reject(reason: unknown): void };
  readonly #signal: AbortSignal | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #onAbort: (reason: unknown) => void;

  constructor(
    { symbol, timeout, signal }: RequestOptions,
    settled: { resolve(message: Message): void; reject(reason: unknown): void },
    { late, aborted }: { late(): void; aborted(reason: unknown): void },
  ) {
    this.symbol = symbol;
    this.timeout = timeout;
    this.#settled = settled;
    this.#signal = signal;
    this.#onAbort = aborted;
    if (Number.isFinite(timeout)) this.#timer = setTimeout(late, timeout).unref();
    if (signal) listen(signal, this);
  }

  get elapsed(): number {
    return performance.now() - this.startedAt;
  }

  aborted(reason: unknown): void {
    this.#onAbort(reason);
  }

  resolve(message: Message): void {
    this.#end();
    this.#settled.resolve(message);
  }

  reject(reason: unknown): void {
    this.#end();
    this.#settled.reject(reason);
  }

  #end(): void {
    clearTimeout(this.#timer);
    if (this.#signal) unlisten(this.#signal, this);
  }
}

export interface RequestsListener {
  /** The time of one is up. */
  late(request: Request): void;
  /** Nobody waits for one any more. */
  aborted(request: Request): void;
  /** The first has come, or the last has gone. */
  changed(isWaiting: boolean): void;
}

export class Requests {
  readonly #listener: RequestsListener;
  readonly #waiting = new Map<number, Request>();
  #lastId = 0;

  constructor(listener: RequestsListener) {
    this.#listener = listener;
  }

  get count(): number {
    return this.#waiting.size;
  }

  /** @param send sends it @throws what that throws, and then nobody waits */
  ask(options: RequestOptions, send: (id: number) => void): Promise<Message> {
    options.signal?.throwIfAborted();
    const id = this.#nextId();
    send(id);
    return new Promise((resolve, reject) => {
      const request: Request = new Request(
        options,
        { resolve, reject },
        {
          // what has come meanwhile is looked at first: this side may be the one that is late
          late: () => setImmediate(() => this.#waiting.has(id) && this.#listener.late(request)),
          aborted: (reason) => {
            this.#take(id);
            request.reject(reason);
            this.#listener.aborted(request);
          },
        },
      );
      this.#waiting.set(id, request);
      if (this.count === 1) this.#listener.changed(true);
    });
  }

  /** @returns whether somebody waited for it */
  answer(message: Message): boolean {
    const request = this.#take(message.id);
    request?.resolve(message);
    return request !== undefined;
  }

  /** There will be no answers. */
  loseAll(reasonOf: (request: Request) => unknown): void {
    for (const [id, request] of [...this.#waiting]) {
      this.#take(id);
      request.reject(reasonOf(request));
    }
  }

  #take(id: number): Request | undefined {
    const request = this.#waiting.get(id);
    if (this.#waiting.delete(id) && this.count === 0) this.#listener.changed(false);
    return request;
  }

  #nextId(): number {
    do this.#lastId = (this.#lastId + 1) >>> 0;
    while (this.#lastId === 0 || this.#waiting.has(this.#lastId));
    return this.#lastId;
  }
}
