import { MAX_CHUNK_EVENTS, PACE_MS, RETRY_MS } from "../limits.js";
import type { Head } from "../line/head.js";
import type { RotationReason } from "../line/note.js";
import { type Chunk, takeChunk } from "./chunk.js";
import type { LogFile } from "./log-file.js";
import { isHeard, publishFailure, publishLines } from "./publish.js";
import { isEvent, type Queue } from "./queue.js";

/**
 * Moves what waits in a queue to the file: a bounded piece of work per turn of the event loop, one write at a time. Or there
 * and then, by `step`.
 */
export class Pump {
  readonly #queue: Queue;
  readonly #file: LogFile | undefined;
  /** Of what is written. */
  #head: Head;
  /** What is being written, or could not be yet. */
  #load: Chunk | undefined;
  #isBusy = false;
  #isScheduled = false;
  #isStopped = false;
  #unpublished: Buffer | undefined;
  /** Events that are not to wait for more. */
  readonly #urgent: number;
  #turnedAt = Number.NEGATIVE_INFINITY;
  #pause: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  written = 0;
  rotations = 0;
  /** The last write failed. */
  isFailing = false;
  lastError: unknown;

  /** @param limit events that may wait */
  constructor(queue: Queue, file: LogFile | undefined, head: Head, limit: number) {
    this.#urgent = Math.min(MAX_CHUNK_EVENTS, limit / 2);
    this.#queue = queue;
    this.#file = file;
    this.#head = head;
  }

  get head(): Head {
    return this.#head;
  }

  /** Events that are taken from the queue but not written. */
  get underWay(): number {
    return this.#load?.events ?? 0;
  }

  /** What waits is given up, and nothing is written from now on. */
  stop(): void {
    this.#isStopped = true;
    this.#load = undefined;
    this.#queue.clear();
    clearTimeout(this.#pause);
    clearTimeout(this.#retry);
  }

  /** Something waits. A write costs as much as ten events, so those that come one by one are gathered for a moment. */
  wake(): void {
    if (this.#isStopped || this.#isScheduled || this.#isBusy || this.#retry) return;
    if (this.#queue.events < this.#urgent) {
      if (this.#pause) return;
      if (performance.now() - this.#turnedAt < PACE_MS) {
        this.#pause = setTimeout(() => this.#turn(), PACE_MS);
        return;
      }
    }
    this.#isScheduled = true;
    setImmediate(() => this.#turn());
  }

  /**
   * Writes a chunk now. One that is under way is written once more, to the same place: what comes behind it must not be there
   * without it.
   *
   * @returns false: nothing waits
   * @throws what the file system says
   */
  step(): boolean {
    if (this.#isStopped) return false;
    try {
      if (this.#load === undefined) this.#rotateSync(this.#due());
      const load = this.#load ?? this.#take();
      if (load === undefined) return false;
      this.#file?.writeSync(load.bytes);
      this.#done(load);
      return true;
    } catch (error) {
      this.#failed(error);
      throw error;
    } finally {
      this.#publish();
    }
  }

  #turn(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.#isScheduled = false;
    this.#turnedAt = performance.now();
    if (this.#isBusy || this.#isStopped) return;
    try {
      const reason = this.#load === undefined ? this.#due() : undefined;
      if (reason) this.#rotate(reason);
      else this.#write(this.#load ?? this.#take());
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#publish();
    }
  }

  #due(): RotationReason | undefined {
    this.#begin();
    const { first } = this.#queue;
    if (first === undefined) return undefined;
    return this.#file?.dueBefore(isEvent(first) ? first.end - first.start : 0);
  }

  #take(): Chunk | undefined {
    const room = this.#file?.room ?? Number.POSITIVE_INFINITY;
    this.#load = takeChunk(this.#queue, this.#head, room);
    if (isHeard()) this.#unpublished = this.#load?.bytes;
    return this.#load;
  }

  #write(load: Chunk | undefined): void {
    if (load === undefined) return;
    if (this.#file === undefined) {
      this.#done(load);
      this.#wakeAgain();
      return;
    }
    this.#file.write(load.bytes, (error) => this.#wrote(load, error));
    this.#isBusy = true;
  }

  #wrote(load: Chunk, error: unknown): void {
    this.#isBusy = false;
    if (this.#load === load && error) this.#failed(error);
    else if (this.#load === load) this.#done(load); // or else `step` was faster
    this.#wakeAgain();
  }

  #done(load: Chunk): void {
    this.#file?.advance(load.bytes.length, load.events > 0);
    this.#head = load.head;
    this.written += load.events;
    this.#load = undefined;
    this.isFailing = false;
  }

  #failed(error: unknown): void {
    this.lastError = error;
    if (!this.isFailing && this.#file) publishFailure(this.#file.path, error);
    this.isFailing = true;
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      this.#wakeAgain();
    }, RETRY_MS).unref();
  }

  #rotate(reason: RotationReason): void {
    this.#isBusy = true;
    const prepared = this.#file?.prepare(reason).catch((error) => this.#failed(error));
    void prepared?.then(() => {
      this.#isBusy = false;
      this.#wakeAgain();
    });
  }

  #rotateSync(reason: RotationReason | undefined): void {
    if (reason === undefined) return;
    try {
      this.#file?.prepareSync(reason);
      this.#begin();
    } catch (error) {
      if (reason !== "size") throw error;
      this.#failed(error); // goes on in the file that is too large
    }
  }

  /** Its first line is in front of all that waits. */
  #begin(): void {
    const because = this.#file?.begin();
    if (because === undefined) return;
    this.rotations++;
    this.#queue.putFirst({ note: "rotated", because });
  }

  #wakeAgain(): void {
    if (this.#load !== undefined || this.#queue.first !== undefined) this.wake();
  }

  /** Last of all: whoever listens may record something. */
  #publish(): void {
    const lines = this.#unpublished;
    this.#unpublished = undefined;
    if (lines) publishLines(lines);
  }
}
