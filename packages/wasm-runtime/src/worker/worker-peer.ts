import type { Fault } from "@cofferdam/core";
import type { HostDesk } from "../remote/host-desk.js";
import type { Answer, HostCall, Opened, Reach, Reached, Request } from "../remote/messages.js";
import { Lost, type Peer } from "../remote/peer.js";
import { alarm } from "./alarm.js";
import type { FromThread, OpenRequest, ToThread } from "./thread-messages.js";
import type { ThreadEnd, WorkerThread } from "./worker-thread.js";

/** What ends a thread, and what that is called. */
export interface Terms {
  /** Milliseconds of one call. */
  readonly timeout: number;
  /** Milliseconds after those in which it may end by itself. */
  readonly grace: number;
  /** Its own heap, where that is limited for the module. */
  readonly outOfMemory: Fault | undefined;
}

/** Milliseconds for a thread to start, on a machine with other things to do. */
const START_MS = 30_000;
/** Milliseconds for an instance to be made, beside what its start function may take: of tables with millions of elements. */
const MAKE_MS = 5000;

type ReplyOf<K extends FromThread["kind"]> = Extract<FromThread, { kind: K }>;

/** A module in a thread of its own. */
export class WorkerPeer implements Peer {
  readonly #thread: WorkerThread;
  readonly #desk: HostDesk;
  readonly #terms: Terms;
  readonly #reaching = new Map<number, (reached: Reached) => void>();
  #opened: Opened | undefined;
  #waiting: { resolve(reply: FromThread): void; reject(reason: unknown): void } | undefined;
  /** Why it has ended. */
  #lost: Fault | undefined;
  #isOver = false;

  constructor(thread: WorkerThread, desk: HostDesk, terms: Terms) {
    this.#thread = thread;
    this.#desk = desk;
    this.#terms = terms;
    thread.listen({
      heard: (message) => this.#heard(message),
      ended: (end) => this.#lose(this.#meaningOf(end)),
    });
  }

  get opened(): Opened {
    return this.#opened as Opened;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** @throws Lost, and what opening it ends in */
  async open(request: OpenRequest): Promise<void> {
    const { opened, thrown } = (await this.#ask(request, MAKE_MS)) as ReplyOf<"opened">;
    if (thrown !== undefined) throw this.#desk.errors.hear(thrown);
    this.#opened = opened;
  }

  async request(request: Request): Promise<Answer> {
    const { answer } = (await this.#ask(request)) as ReplyOf<"answer">;
    return answer;
  }

  reach(reach: Reach): Promise<Reached> {
    return new Promise((resolve) => {
      this.#thread.answer(reach);
      this.#reaching.set(reach.id, resolve);
    });
  }

  close(): void {
    this.#isOver = true;
    this.#thread.end();
  }

  async #ask(message: ToThread, grace = this.#terms.grace): Promise<FromThread> {
    this.#thread.setReferenced(true);
    const { timeout } = this.#terms;
    try {
      await this.#within(START_MS, START_MS, () => this.#thread.up);
      return await this.#within(timeout, timeout + grace, () => this.#sent(message));
    } finally {
      this.#waiting = undefined;
      this.#reaching.clear();
      this.#thread.setReferenced(false);
    }
  }

  #sent(message: ToThread): Promise<FromThread> {
    return new Promise((resolve, reject) => {
      if (this.#lost) throw this.#over(this.#lost);
      this.#thread.send(message);
      this.#waiting = { resolve, reject };
    });
  }

  /** Ends the thread where it takes longer than so many milliseconds. */
  async #within<T>(limit: number, most: number, wait: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    let callOff = () => {};
    const late = new Promise<never>((_, reject) => {
      callOff = alarm(most, () => {
        const elapsed = Math.round(performance.now() - begun);
        this.#lost = { kind: "timeout", limit, elapsed };
        this.#thread.end();
        reject(this.#over(this.#lost));
      });
    });
    try {
      return await Promise.race([wait(), late]);
    } finally {
      callOff();
    }
  }

  #heard(message: FromThread): void {
    if (message.kind === "host-call") void this.#serve(message.hostCall);
    else if (message.kind === "reached") this.#reachedBy(message.reached);
    else this.#waiting?.resolve(message);
  }

  async #serve(hostCall: HostCall): Promise<void> {
    const reply = await this.#desk.serve(hostCall, (reach) => this.reach(reach));
    try {
      this.#thread.answer({ kind: "reply", ...reply });
    } catch (error) {
      const thrown = this.#desk.errors.tell(error); // bytes, say, of a buffer that was given away
      this.#thread.answer({ kind: "reply", call: hostCall.call, thrown });
    }
  }

  #reachedBy(reached: Reached): void {
    this.#reaching.get(reached.id)?.(reached);
    this.#reaching.delete(reached.id);
  }

  #meaningOf({ error, exitCode }: ThreadEnd): Fault {
    const { outOfMemory } = this.#terms;
    if (error?.code === "ERR_WORKER_OUT_OF_MEMORY" && outOfMemory) return outOfMemory;
    const output = error?.stack;
    return { kind: "exit", exitCode, signal: null, ...(output !== undefined && { output }) };
  }

  /** One that was not asked anything has lost what it had all the same: the next request is told. */
  #lose(fault: Fault): void {
    this.#lost ??= fault;
    this.#waiting?.reject(this.#over(this.#lost));
  }

  #over(lost: Fault): Lost {
    this.#isOver = true;
    return new Lost(lost);
  }
}
