import type { Compartment, Link } from "@cofferdam/core";
import { type Abortable, listen, unlisten } from "./async-abort.js";
import { AsyncArguments } from "./async-arguments.js";
import { enter, leave, type Waiting } from "./async-queue.js";
import type { Parameter } from "./declaration.js";

/** A link for one call at a time, and koffi's function for it. */
export interface AsyncLink {
  readonly link: Link;
  readonly start: (...argumentsAndCallback: unknown[]) => void;
}

/** Where the links of a function come from, and go back to. */
export interface AsyncLinks {
  /** @throws what cannot be linked, with the reason */
  take(): AsyncLink;
  give(link: AsyncLink): void;
}

/** What a call needs to know of its function. */
export interface AsyncContext {
  readonly symbol: string;
  readonly parameters: readonly Parameter[];
  /** koffi cannot be given all arguments as they are. */
  readonly prepares: boolean;
  readonly compartment: Compartment;
  readonly links: AsyncLinks;
}

/** One asynchronous call, from the queue to its end. */
export class AsyncCall implements Waiting, Abortable {
  withdrawn = false;
  readonly #context: AsyncContext;
  readonly #given: readonly unknown[];
  readonly #signal: AbortSignal | undefined;
  #resolve!: (value: unknown) => void;
  #reject!: (reason: unknown) => void;
  #arguments: AsyncArguments | undefined;
  #link: AsyncLink | undefined;

  constructor(context: AsyncContext, given: readonly unknown[], signal: AbortSignal | undefined) {
    this.#context = context;
    this.#given = given;
    this.#signal = signal;
  }

  run(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      if (this.#signal) listen(this.#signal, this);
      enter(this);
    });
  }

  begin(): void {
    const { symbol, compartment, links } = this.#context;
    try {
      compartment.assertOpen(`call ${symbol}`);
      const values = this.#values();
      this.#link = links.take();
      compartment.enter();
      // koffi tells the callback of its own errors too, before it returns
      this.#link.start(...values, (error: unknown, value: unknown) => this.#end(error, value));
    } catch (error) {
      this.#end(error, undefined);
    }
  }

  /** The caller no longer waits. A call that runs is ended if a layer can end it; it settles when it has ended. */
  aborted(reason: unknown): void {
    this.withdrawn = true;
    if (this.#link) this.#link.link.abort();
    else this.#reject(reason);
  }

  #values(): readonly unknown[] {
    if (!this.#context.prepares) return this.#given;
    this.#arguments = new AsyncArguments(this.#context.parameters, this.#given);
    return this.#arguments.values;
  }

  #end(error: unknown, value: unknown): void {
    if (this.#signal) unlisten(this.#signal, this);
    try {
      const failure = this.#release();
      if (failure) throw this.#arguments?.blame(failure) ?? failure;
      if (error) throw error;
      if (!this.withdrawn) this.#arguments?.finish();
      this.#resolve(value);
    } catch (failure) {
      this.#reject(failure);
    } finally {
      leave();
    }
  }

  /** Gives back what the call held. @returns the gate's error */
  #release(): Error | undefined {
    this.#arguments?.dispose();
    if (this.#link === undefined) return undefined;
    const error = this.#link.link.takeError();
    this.#context.compartment.leave();
    this.#context.links.give(this.#link);
    return error;
  }
}
