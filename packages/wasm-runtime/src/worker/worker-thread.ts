import { MessageChannel, type MessagePort, type ResourceLimits, Worker } from "node:worker_threads";
import { threadUrl } from "../program-paths.js";
import type { FromThread, ThreadData, ToThread, ToWaiting } from "./thread-messages.js";

/** How a thread ended: what it threw, if anything, and with which code. */
export interface ThreadEnd {
  readonly error: (Error & { readonly code?: string }) | undefined;
  readonly exitCode: number;
}

export interface ThreadListener {
  heard(message: FromThread): void;
  ended(end: ThreadEnd): void;
}

/** A thread for one module. It does not keep the process alive, unless it is asked to. */
export class WorkerThread {
  /** It has begun, or ended. */
  readonly up: Promise<void>;
  readonly #worker: Worker;
  readonly #replies: MessagePort;
  readonly #signal = new Int32Array(new SharedArrayBuffer(4));
  #listener: ThreadListener | undefined;
  #isOver = false;
  #error: Error | undefined;
  #end: ThreadEnd | undefined;

  /** @param program Default: ours */
  constructor(resourceLimits: ResourceLimits, program: URL = threadUrl) {
    const { port1, port2 } = new MessageChannel();
    this.#replies = port1;
    const { buffer: signal } = this.#signal;
    const workerData: ThreadData = { replies: port2, signal };
    this.#worker = new Worker(program, {
      workerData,
      transferList: [port2],
      resourceLimits,
      // options of the process are for its own JavaScript, and its environment is nothing for a guest's thread
      execArgv: [],
      env: {},
    });
    this.up = this.#listenToWorker();
    this.#worker.unref();
  }

  /** It has ended, or is about to. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** From now on it is told what there is. */
  listen(listener: ThreadListener): void {
    this.#listener = listener;
    if (this.#end) listener.ended(this.#end);
  }

  /** Does it keep the process alive? */
  setReferenced(isReferenced: boolean): void {
    if (isReferenced) this.#worker.ref();
    else this.#worker.unref();
  }

  /** @throws DataCloneError */
  send(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  /** To a thread that waits for the host. @throws DataCloneError */
  answer(message: ToWaiting): void {
    this.#replies.postMessage(message);
    Atomics.add(this.#signal, 0, 1);
    Atomics.notify(this.#signal, 0);
  }

  /** Ends it, whatever it is at. */
  end(): void {
    this.#isOver = true;
    void this.#worker.terminate();
  }

  #listenToWorker(): Promise<void> {
    return new Promise((resolve) => {
      this.#worker.on("message", (message: FromThread) => {
        if (message.kind === "up") resolve();
        else this.#listener?.heard(message);
      });
      this.#worker.on("error", (error: Error) => {
        this.#error = error;
      });
      this.#worker.on("exit", (exitCode) => {
        this.#isOver = true;
        this.#end = { error: this.#error, exitCode };
        this.#replies.close();
        this.#listener?.ended(this.#end);
        resolve();
      });
    });
  }
}
