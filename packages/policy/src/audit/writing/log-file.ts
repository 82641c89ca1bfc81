import { lstatSync } from "node:fs";
import { moveBack, moveBackSync } from "../files.js";
import type { RotationReason } from "../line/note.js";
import { Descriptor } from "./descriptor.js";
import type { WriterMark } from "./writer-mark.js";

export interface RotationSettings {
  /** 0: never. */
  readonly rotate: number;
  readonly keep: number;
}

/** The file that is written now, at its end, by one process. */
export class LogFile {
  readonly path: string;
  readonly #mark: WriterMark;
  readonly #settings: RotationSettings;
  readonly #mode: number;
  #descriptor: Descriptor;
  /** Where the next line begins. */
  #end: number;
  /** That nobody else has changed. Behind `#end` may be what is left of a torn line, until another has taken its place. */
  #size: number;
  #limit: number;
  #hasEvents: boolean;
  #isPreparing = false;
  /** Takes the place of this one when nothing of it is left to be written. */
  #next: { readonly descriptor: Descriptor; readonly reason: RotationReason } | undefined;
  /** By us, and no other could be made in its place yet. */
  #isMoved = false;
  #isClosed = false;

  /** @param end where the next line begins: behind the last one that is whole */
  constructor(
    path: string,
    opened: { readonly descriptor: Descriptor; readonly mark: WriterMark; readonly end: number },
    settings: RotationSettings,
  ) {
    this.path = path;
    this.#mark = opened.mark;
    this.#descriptor = opened.descriptor;
    this.#settings = settings;
    this.#mode = opened.descriptor.stat().mode & 0o777;
    this.#end = opened.end;
    this.#size = opened.descriptor.stat().size;
    this.#hasEvents = opened.end > 0;
    this.#limit = settings.rotate || Number.POSITIVE_INFINITY;
  }

  get bytes(): number {
    return this.#end;
  }

  /** Bytes that go into this file still. */
  get room(): number {
    return this.#isPreparing ? Number.POSITIVE_INFINITY : this.#limit - this.#end;
  }

  /** Why another file is to be begun before a line of `bytes` is written. Asked when no write is under way. */
  dueBefore(bytes: number): RotationReason | undefined {
    if (this.#isPreparing) return undefined;
    const { size, nlink, ino, dev } = this.#descriptor.stat();
    const named = lstatSync(this.path, { throwIfNoEntry: false });
    const isThere = nlink > 0 && named?.ino === ino && named.dev === dev;
    if (size !== this.#size || (!isThere && !this.#isMoved)) return "meddled";
    return this.#hasEvents && bytes > this.room ? "size" : undefined;
  }

  /** Moves the files, and makes another one, which `begin` begins. Until then writes go on in this one. */
  async prepare(reason: RotationReason): Promise<void> {
    this.#isPreparing = true;
    try {
      this.#assertOurs();
      await moveBack(this.path, this.#settings.keep);
      this.#isMoved = true;
      this.#prepared(reason, await Descriptor.create(this.path, this.#mode));
    } catch (error) {
      throw this.#notPrepared(reason, error);
    } finally {
      this.#isPreparing = false;
    }
  }

  prepareSync(reason: RotationReason): void {
    try {
      this.#assertOurs();
      moveBackSync(this.path, this.#settings.keep);
      this.#isMoved = true;
      this.#prepared(reason, Descriptor.createSync(this.path, this.#mode));
    } catch (error) {
      throw this.#notPrepared(reason, error);
    }
  }

  /** @returns why there is another file; undefined: there is none */
  begin(): RotationReason | undefined {
    if (this.#next === undefined) return undefined;
    const { descriptor, reason } = this.#next;
    this.#descriptor.close();
    this.#descriptor = descriptor;
    this.#next = undefined;
    this.#isMoved = false;
    this.#end = 0;
    this.#size = 0;
    this.#hasEvents = false;
    this.#limit = this.#settings.rotate || Number.POSITIVE_INFINITY;
    return reason;
  }

  write(bytes: Buffer, done: (error: unknown) => void): void {
    this.#assertOurs();
    this.#descriptor.write(bytes, this.#end, done);
  }

  writeSync(bytes: Buffer): void {
    this.#assertOurs();
    this.#descriptor.writeSync(bytes, this.#end);
  }

  /** What was written is not written again. */
  advance(bytes: number, hasEvents: boolean): void {
    this.#end += bytes;
    this.#size = Math.max(this.#size, this.#end);
    this.#hasEvents ||= hasEvents;
  }

  close(): void {
    this.#isClosed = true;
    this.#descriptor.close();
    this.#next?.descriptor.close();
    this.#mark.release();
  }

  #prepared(reason: RotationReason, descriptor: Descriptor): void {
    if (this.#isClosed) descriptor.close();
    else this.#next = { descriptor, reason };
  }

  /** A file that is too large is better than none: it is written on, and another one tried much later. */
  #notPrepared(reason: RotationReason, error: unknown): unknown {
    if (reason === "size") this.#limit = this.#end + this.#settings.rotate;
    return error;
  }

  #assertOurs(): void {
    if (this.#mark.isOurs()) return;
    throw new Error("another process writes it: give each its own file");
  }
}
