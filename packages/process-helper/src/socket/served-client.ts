/** The client that a helper serves: its connection, and the thread that has its libraries. */
import { once } from "node:events";
import type { Socket } from "node:net";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { LibraryPolicyOptions } from "@cofferdam/admission";
import { LEAVE_MS } from "../limits.js";
import { sessionThread } from "../socket-paths.js";
import { LEFT } from "./client-session.js";
import type { Level, Log } from "./log.js";
import { deliver, type MailEnd } from "./mailbox.js";
import { Relay } from "./relay.js";

/** What holds for every client. */
export interface ServingOptions {
  readonly level: Level;
  /** undefined: libraries are not checked on this machine. */
  readonly libraries: LibraryPolicyOptions | undefined;
  /** Bytes; 0: no limit. */
  readonly memoryLimit: number;
}

/** What its thread is started with. */
export interface SessionData extends ServingOptions {
  readonly end: MailEnd;
  /** Its number, from 1. */
  readonly client: number;
}

export class ServedClient {
  /** When the next one may be served. `isStuck`: a call of this one still runs. */
  readonly gone: Promise<{ readonly isStuck: boolean }>;
  readonly #socket: Socket;
  readonly #thread: Worker;
  readonly #end: MailEnd;
  #timer: NodeJS.Timeout | undefined;
  #isRunning = true;
  #isReady = false;
  #isLeaving = false;
  #settle!: (how: { readonly isStuck: boolean }) => void;

  constructor(socket: Socket, client: number, options: ServingOptions, log: Log) {
    this.#socket = socket;
    this.gone = new Promise((resolve) => {
      this.#settle = resolve;
    });
    const { port1, port2 } = new MessageChannel();
    const count = new Int32Array(new SharedArrayBuffer(4));
    this.#end = { port: port1, count };
    this.#thread = startThread({ ...options, client, end: { port: port2, count } }, port2);
    this.#thread.on("error", (error) => {
      log.say("error", "session", { client, message: error.message });
    });
    // the last that the thread said may come after its end, though not after its port's
    const ends = [once(this.#thread, "exit"), once(port1, "close")];
    void Promise.all(ends).then(() => this.#left());
    port1.on("message", (mail) => this.#heard(mail));
    new Relay(socket, this.#end, (ended) => {
      deliver(this.#end, ended);
      this.#expectEnd();
    });
  }

  /** Its thread has not ended. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Has the client leave. */
  dismiss(): void {
    deliver(this.#end, { ended: "the helper ends" });
    this.#expectEnd();
  }

  #heard(mail: unknown): void {
    this.#isReady = true;
    if (mail === LEFT) this.#socket.end();
    if (this.#isLeaving) this.#expectEnd();
  }

  /** From the last on that was heard of the thread: a call that runs longer than that is not waited for. */
  #expectEnd(): void {
    this.#isLeaving = true;
    clearTimeout(this.#timer);
    if (!this.#isReady || !this.#isRunning) return;
    this.#timer = setTimeout(() => {
      this.#socket.destroy();
      this.#settle({ isStuck: true });
    }, LEAVE_MS);
  }

  #left(): void {
    clearTimeout(this.#timer);
    this.#isRunning = false;
    this.#socket.end(); // what was said is still sent
    this.#settle({ isStuck: false });
  }
}

function startThread(data: SessionData, port: MessagePort): Worker {
  return new Worker(sessionThread, { workerData: data, transferList: [port], execArgv: [] });
}
