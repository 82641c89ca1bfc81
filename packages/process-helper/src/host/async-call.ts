/** One asynchronous call, from its start to its end, in one helper or, if that died before it was at it, in the next. */
import { listen, unlisten } from "@cofferdam/ffi/declaration";
import type { Message } from "../wire/messages.js";
import { CallMessage } from "./call-message.js";
import type { Caller } from "./caller.js";
import type { Down } from "./down.js";
import type { Helper } from "./helper.js";
import type { Pending } from "./pending.js";
import type { RemoteFunction } from "./remote-function.js";

/** Calls a function; the promise settles when the call has ended. @throws ERR_HELPER_BUSY */
export function startCall(
  caller: Caller,
  fn: RemoteFunction,
  args: readonly unknown[],
  signal: AbortSignal | undefined,
): Promise<unknown> {
  caller.begun(fn);
  return new AsyncCall(caller, fn, args, signal).run();
}

class AsyncCall implements Pending {
  readonly timeout: number;
  readonly target: number | undefined;
  readonly args: readonly unknown[];
  readonly #caller: Caller;
  readonly #fn: RemoteFunction;
  readonly #signal: AbortSignal | undefined;
  #resolve!: (value: unknown) => void;
  #reject!: (reason: unknown) => void;
  #helper: Helper | undefined;
  #sent: CallMessage | undefined;
  #lent: readonly number[] = [];
  /** Where there is a signal: the clock costs as much as the call. */
  #startedAt = 0;
  #wasRetried = false;
  #aborted: { readonly reason: unknown } | undefined;

  constructor(
    caller: Caller,
    fn: RemoteFunction,
    args: readonly unknown[],
    signal: AbortSignal | undefined,
  ) {
    const { timeout, callbacks } = caller.parts;
    this.timeout = timeout;
    this.target = callbacks.areRegistered(args) ? undefined : fn.number;
    this.args = args;
    this.#caller = caller;
    this.#fn = fn;
    this.#signal = signal;
  }

  run(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      try {
        if (this.#signal) listen(this.#signal, this);
        this.#send();
      } catch (error) {
        this.refused(error);
      }
    });
  }

  message(): Message {
    this.#sent = new CallMessage(this.#fn, this.args);
    return this.#sent.message;
  }

  written(): void {
    this.#caller.parts.callbacks.giveBack(this.#lent); // to a helper that is no more
    this.#lent = this.#caller.parts.callbacks.takeLent();
  }

  answered(reply: unknown): void {
    this.#release();
    try {
      const value = this.#caller.valueOf(this.#helper as Helper, this.#fn, reply, this.#sent);
      this.#caller.parts.pool.breaker.answered();
      this.#resolve(value);
    } catch (error) {
      this.#reject(error);
    }
  }

  refused(error: unknown): void {
    this.#release();
    this.#reject(error);
  }

  lost(down: Down, wasRunning: boolean): void {
    if (!wasRunning || (this.#fn.idempotent && !this.#wasRetried)) {
      this.#wasRetried ||= wasRunning;
      this.#sendAgain();
      return;
    }
    const { line } = this.#helper as Helper;
    // without a signal only its limit can have ended it
    const elapsed = this.#signal ? performance.now() - this.#startedAt : this.timeout;
    const call = { symbol: this.#fn.symbol, timeout: this.timeout, elapsed };
    const aborted = this.#aborted !== undefined && { aborted: true };
    this.refused(this.#caller.lost(line, down, { ...call, ...aborted }));
  }

  /** Nobody waits any more: it is taken back, or ended with its helper if that is at it. */
  aborted(reason: unknown): void {
    this.#aborted = { reason };
    const line = this.#helper?.line;
    line?.take(); // it may be at the next one
    if (line === undefined || line.withdraw(this)) this.refused(reason);
    else if (line.isRunning(this)) line.end(ABORTED);
  }

  #send(): void {
    const { pool, callbacks, timeout } = this.#caller.parts;
    const helper = pool.helperOf(pool.quietest());
    this.#helper = helper;
    if (this.#signal) this.#startedAt = performance.now();
    if (!helper.knows(this.#fn)) helper.introduceSoon(this.#fn, timeout);
    if (callbacks.hasRegistered) {
      for (const registered of callbacks.registered) helper.introduceSoon(registered, timeout);
    }
    helper.line.post(this);
  }

  /** Once whoever tells of the loss has told everybody. */
  #sendAgain(): void {
    if (this.#aborted) {
      this.refused(this.#aborted.reason);
      return;
    }
    queueMicrotask(() => {
      try {
        this.#send();
      } catch (error) {
        this.refused(error);
      }
    });
  }

  /** Gives back what it held. */
  #release(): void {
    if (this.#signal) unlisten(this.#signal, this);
    this.#caller.parts.callbacks.giveBack(this.#lent);
    this.#caller.ended();
  }
}

const ABORTED: Down = { how: "timed-out", reason: "it was aborted", offset: 0 };
