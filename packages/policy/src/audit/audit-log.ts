import { fail } from "@cofferdam/core";
import type { AuditEntry, AuditLevel } from "./event.js";
import { RANK } from "./level.js";
import { MAX_QUEUED_BYTES } from "./limits.js";
import { EntryText } from "./line/entry-text.js";
import { type Head, newHead } from "./line/head.js";
import { Redaction } from "./line/redaction.js";
import { type AuditOptions, type AuditSettings, settingsOf } from "./options.js";
import type { AuditStatus } from "./status.js";
import { reasonOf, unavailable } from "./unavailable.js";
import { Clock } from "./writing/clock.js";
import { beginExitWatch, endExitWatch } from "./writing/exits.js";
import type { LogFile } from "./writing/log-file.js";
import { type OpenedLog, openLogFile } from "./writing/open-log-file.js";
import { isHeard } from "./writing/publish.js";
import { Pump } from "./writing/pump.js";
import { Queue } from "./writing/queue.js";

/**
 * Opens a log, or goes on with one.
 *
 * @throws ERR_AUDIT_UNAVAILABLE, ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function openAuditLog(options: AuditOptions = {}): AuditLog {
  const settings = settingsOf(options);
  const { file } = settings;
  return new AuditLog(settings, file === undefined ? undefined : openLogFile(file, settings));
}

/** The log of decisions: a hash chain of JSON lines, which one process writes. */
export class AuditLog implements Disposable {
  readonly #settings: AuditSettings;
  readonly #file: LogFile | undefined;
  readonly #entryText: EntryText;
  readonly #queue = new Queue();
  readonly #pump: Pump;
  readonly #clock = new Clock();
  /** The number of the last event. */
  #events: number;
  #dropped = 0;
  #refused = 0;
  #isClosed = false;
  #isExiting = false;

  constructor(settings: AuditSettings, opened: OpenedLog | undefined) {
    const head = opened?.tail.head ?? newHead();
    this.#settings = settings;
    this.#file = opened?.file;
    this.#entryText = new EntryText(new Redaction(settings.redact));
    this.#pump = new Pump(this.#queue, this.#file, head, settings.queue);
    this.#events = head.events;
    this.#begin(opened?.tail.torn);
  }

  /** Would an entry of this level be told to anyone? */
  keeps(level: AuditLevel): boolean {
    return RANK[level] <= RANK[this.#settings.level] && (this.#file !== undefined || isHeard());
  }

  /**
   * Adds an event. It is text when this returns, and written soon after.
   *
   * @returns its id; undefined: it is not kept
   * @throws ERR_AUDIT_FULL with `onFull` "block" or "refuse", and nothing else: what the entry is about must not happen
   */
  record(entry: AuditEntry): string | undefined {
    if (!this.keeps(entry.level) || !this.#hasRoom()) return undefined;
    const text = this.#entryText.of(entry); // first, as a getter may record something, too
    const id = `${this.#pump.head.log}-${++this.#events}`;
    this.#queue.push(`{"time":"${this.#clock.now()}","id":"${id}",${text}`);
    if (this.#isExiting) this.writeAtExit();
    else if (this.#settings.onFull === "block" && this.#isFull()) this.#writeSome();
    this.#pump.wake();
    return id;
  }

  /**
   * Writes all that waits, and returns when the kernel has it.
   *
   * @throws ERR_AUDIT_UNAVAILABLE
   */
  flush(): void {
    try {
      while (this.#pump.step());
    } catch (cause) {
      throw unavailable(
        `Expected to write the audit log ${JSON.stringify(this.#file?.path)}, got ${reasonOf(cause)}. ` +
          "Its events wait and are written when that is mended.",
        cause,
      );
    }
  }

  /** Where the chain ends. Kept elsewhere, it proves to `verifyAuditLog` that nothing before it was changed since. */
  head(): Head {
    return this.#pump.head;
  }

  status(): AuditStatus {
    const { written, rotations, lastError } = this.#pump;
    return {
      file: this.#file?.path ?? null,
      written,
      dropped: this.#dropped,
      refused: this.#refused,
      queued: this.#queued,
      bytes: this.#file?.bytes ?? 0,
      rotations,
      lastError: lastError === undefined ? null : reasonOf(lastError),
    };
  }

  /**
   * Writes what waits, and ends. Whatever is recorded later is handled as if the queue were full.
   *
   * @throws ERR_AUDIT_UNAVAILABLE: it could not be written, and is lost
   */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    endExitWatch(this);
    try {
      this.flush();
    } finally {
      this.#dropped += this.#queued;
      this.#pump.stop();
      this.#file?.close();
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** For the end of the process. What is recorded after this is written at once. */
  writeAtExit(): void {
    this.#isExiting = true;
    try {
      this.flush();
    } catch (error) {
      process.stderr.write(
        `cofferdam: ${this.#queued} events are lost. ${(error as Error).message}\n`,
      );
    }
  }

  get #queued(): number {
    return this.#queue.events + this.#pump.underWay;
  }

  /** The first lines are written at once: a log that cannot be written is an error now. */
  #begin(torn: string | undefined): void {
    if (torn !== undefined) this.#queue.pushNote({ note: "torn", text: torn });
    if (this.#file) this.#queue.pushNote({ note: "opened", pid: process.pid });
    try {
      this.flush();
    } catch (error) {
      this.#pump.stop();
      this.#file?.close();
      throw error;
    }
    beginExitWatch(this);
  }

  #isFull(): boolean {
    return this.#queued >= this.#settings.queue || this.#queue.bytes >= MAX_QUEUED_BYTES;
  }

  #hasRoom(): boolean {
    if (!this.#isClosed && !this.#isFull()) return true;
    if (this.#settings.onFull === "drop-and-count") {
      this.#dropped++;
      this.#note("dropped");
      return false;
    }
    if (this.#isClosed || this.#settings.onFull === "refuse") throw this.#refusal();
    while (this.#isFull()) this.#writeSome();
    return true;
  }

  /** @throws ERR_AUDIT_FULL */
  #writeSome(): void {
    try {
      this.#pump.step();
    } catch (cause) {
      throw this.#refusal(cause);
    }
  }

  #refusal(cause?: unknown): Error {
    this.#refused++;
    this.#note("refused");
    const { queue } = this.#settings;
    const { isFailing, lastError } = this.#pump;
    const why = this.#isClosed ? "it is closed" : isFailing ? reasonOf(lastError) : `${queue} wait`;
    return fail(
      "ERR_AUDIT_FULL",
      `Expected the audit log to take one more event, got no room (${why}). ` +
        "Nothing is done that cannot be logged: wait until events are written, or make `queue` larger.",
      { cause },
    );
  }

  /** Counts in the last line that waits, if that counts the same. */
  #note(note: "dropped" | "refused"): void {
    const { last } = this.#queue;
    if (this.#isClosed) return;
    if (last && "note" in last && last.note === note) last.count++;
    else this.#queue.pushNote({ note, count: 1 });
  }
}
