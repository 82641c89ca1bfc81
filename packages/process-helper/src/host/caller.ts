/** What is asked of one library's helpers: answered, asked again of the next helper where that is safe, or a fault. */
import { fail, isolationError, type MovedCompartment } from "@cofferdam/core";
import { WireError } from "../wire/error.js";
import type { Message } from "../wire/messages.js";
import { CallMessage } from "./call-message.js";
import type { Callbacks } from "./callbacks.js";
import { brokenBy, type Down, Lost } from "./down.js";
import { faultOf, type LastCall, ownError } from "./faults.js";
import type { Helper } from "./helper.js";
import type { Line } from "./line.js";
import { Said } from "./pending.js";
import type { Pool } from "./pool.js";
import type { RemoteFunction } from "./remote-function.js";
import { NOT_IN_SLOTS } from "./ring-exchange.js";

export interface CallerParts {
  readonly pool: Pool;
  readonly callbacks: Callbacks;
  readonly compartment: MovedCompartment;
  readonly target: string;
  /** Milliseconds; Infinity: none. */
  readonly timeout: number;
  /** Asynchronous calls that there may be at a time. */
  readonly queue: number;
}

export class Caller {
  readonly parts: CallerParts;
  /** Helpers whose end was told of as a fault. */
  readonly #told = new WeakSet<Line>();
  #running = 0;

  constructor(parts: CallerParts) {
    this.parts = parts;
  }

  /** Asynchronous calls that run or wait. */
  get running(): number {
    return this.#running;
  }

  /** Calls a function, and waits. */
  call(fn: RemoteFunction, args: readonly unknown[]): unknown {
    fn.calls++;
    const { timeout, pool } = this.parts;
    for (let attempt = 1; ; attempt++) {
      const helper = this.ready();
      try {
        const value = this.#callIn(helper, fn, args);
        pool.breaker.answered();
        return value;
      } catch (error) {
        if (!(error instanceof Lost)) throw error;
        if (!error.wasRunning) continue; // nothing of it has happened
        if (fn.idempotent && attempt === 1) continue;
        throw this.lost(helper.line, error.down, { symbol: fn.symbol, timeout, elapsed: timeout });
      }
    }
  }

  /** An asynchronous call begins. @throws ERR_HELPER_BUSY */
  begun(fn: RemoteFunction): void {
    const { queue, compartment, target } = this.parts;
    if (this.#running >= queue) throw busyError(target, queue);
    fn.calls++;
    this.#running++;
    compartment.enter();
  }

  /** An asynchronous call has ended. */
  ended(): void {
    this.#running--;
    this.parts.compartment.leave();
  }

  /** Has a helper look for a function, so that what is wrong with it is known now. @throws what the helper says */
  link(fn: RemoteFunction): void {
    const { timeout } = this.parts;
    const helper = this.ready();
    try {
      helper.introduce(fn, timeout);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      throw this.lost(helper.line, error.down, { symbol: fn.symbol, timeout, elapsed: timeout });
    }
  }

  /** Asks a helper for something else about the library. @param action what errors call that */
  ask(message: Message, action: string): unknown {
    return this.askOf(this.ready(), message, action);
  }

  /** Asks that one. */
  askOf(helper: Helper, message: Message, action: string): unknown {
    return this.#asked(helper, message, action);
  }

  /** Asks each helper that has the library. */
  askAll(message: Message, action: string): readonly unknown[] {
    return this.parts.pool.inLanes.map((helper) => {
      helper.waitUntilReady();
      return this.#asked(helper, message, action);
    });
  }

  /** A helper that can be asked now, without another turn of the event loop. */
  ready(): Helper {
    const { pool, callbacks } = this.parts;
    const lane = pool.quietest();
    if (this.#running === 0 && !lane.helper?.line.isCalledBack) callbacks.forgetThrown();
    for (let attempt = 1; ; attempt++) {
      const helper = pool.helperOf(lane);
      if (helper.isReady || becomesReady(helper, attempt)) return helper;
    }
  }

  /** What a helper says of a call. @param sent the message, if it was one */
  valueOf(helper: Helper, fn: RemoteFunction, reply: unknown, sent?: CallMessage): unknown {
    const value = reply instanceof Said ? this.#said(helper, fn, reply.message, sent) : reply;
    if (fn.returns(value)) return value;
    throw this.#breach(helper, fn.symbol, { reason: `${typeof value} as the result`, offset: 0 });
  }

  /** The helper died, or was ended, in the middle of a call. @returns the error to throw */
  lost(line: Line, down: Down, call: LastCall): Error {
    const fault = faultOf(line, down, call);
    const place = { symbol: call.symbol, layer: LAYER };
    const { compartment, target } = this.parts;
    if (this.#told.has(line)) return isolationError(fault, { target, ...place });
    this.#told.add(line);
    const error = compartment.faulted(place, fault);
    compartment.replaced();
    return error;
  }

  #callIn(helper: Helper, fn: RemoteFunction, args: readonly unknown[]): unknown {
    const { timeout, callbacks } = this.parts;
    if (!helper.knows(fn)) helper.introduce(fn, timeout);
    if (!callbacks.areRegistered(args)) {
      const reply = helper.line.call(fn.number, args, timeout);
      if (reply !== NOT_IN_SLOTS) {
        if (!(reply instanceof Said) && fn.returns(reply)) return reply;
        return this.valueOf(helper, fn, reply);
      }
    }
    return this.#callByMessage(helper, fn, args);
  }

  #callByMessage(helper: Helper, fn: RemoteFunction, args: readonly unknown[]): unknown {
    const { timeout, callbacks } = this.parts;
    for (const registered of callbacks.registered) helper.introduce(registered, timeout);
    const sent = new CallMessage(fn, args);
    let lent: readonly number[] = [];
    const written = () => {
      lent = callbacks.takeLent();
    };
    try {
      const answer = helper.line.ask(sent.message, timeout, written);
      return this.valueOf(helper, fn, new Said(answer), sent);
    } finally {
      callbacks.giveBack(lent);
    }
  }

  #asked(helper: Helper, message: Message, action: string): unknown {
    const { timeout } = this.parts;
    try {
      const answer = helper.line.ask(message, timeout);
      if (answer.kind === "answered") return answer.value;
      if (answer.kind === "opened") return answer.info;
      if (answer.kind === "allocated") return answer.offset;
      return this.#failed(helper, action, answer);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      throw this.lost(helper.line, error.down, { symbol: action, timeout, elapsed: timeout });
    }
  }

  #said(helper: Helper, fn: RemoteFunction, message: Message, sent?: CallMessage): unknown {
    if (message.kind !== "returned") return this.#failed(helper, fn.symbol, message);
    const hasMore = message.outputs.length > 0 || message.bytes.length > 0;
    if (!hasMore) return message.result;
    try {
      if (!sent) throw new WireError("ERR_WIRE_VALUE", "bytes for memory that was not lent", 0);
      sent.finish(message);
      return message.result;
    } catch (error) {
      if (error instanceof WireError) throw this.#breach(helper, fn.symbol, error);
      throw error;
    }
  }

  #failed(helper: Helper, symbol: string, message: Message): never {
    const { compartment, callbacks } = this.parts;
    if (message.kind === "threw") {
      const thrown = callbacks.thrown(message.thrown);
      throw thrown ? thrown.error : ownError(message.error);
    }
    if (message.kind === "faulted") {
      const thrown = callbacks.thrown(message.thrown);
      const cause = thrown ? thrown.error : message.cause;
      throw compartment.faulted(
        { symbol: message.symbol, layer: message.layer },
        message.fault,
        cause,
      );
    }
    throw this.#breach(helper, symbol, { reason: `${message.kind} as an answer`, offset: 0 });
  }

  #breach({ line }: Helper, symbol: string, breach: Pick<WireError, "reason" | "offset">): Error {
    const { timeout } = this.parts;
    const down = brokenBy(breach);
    line.end(down);
    return this.lost(line, down, { symbol, timeout, elapsed: 0 });
  }
}

/** False: it died at its start, and the next one may do better. @throws why it will not */
function becomesReady(helper: Helper, attempt: number): boolean {
  try {
    helper.waitUntilReady();
    return true;
  } catch (error) {
    if (helper.line.down?.how === "died" && attempt < START_ATTEMPTS) return false;
    throw error;
  }
}

export const LAYER = "process-helper";

/** Helpers that may die at their start before a call says so: one that somebody killed costs none. */
const START_ATTEMPTS = 3;

function busyError(target: string, queue: number): Error {
  return fail(
    "ERR_HELPER_BUSY",
    `Cannot call ${target}: ${queue} calls wait for its helpers already, as many as \`queue\` allows. ` +
      "Await some of them first, or raise it.",
  );
}
