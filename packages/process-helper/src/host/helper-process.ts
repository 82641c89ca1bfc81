/** The process of a helper, and the ring that it shares with the host: both end together. */
import { PAYLOAD_BYTES } from "../limits.js";
import type { Ending, HelperProgram, HostHandle, HostRing, NativeHelper } from "../native.js";

const SIGKILL = 9;

export class HelperProcess {
  readonly pid: number;
  readonly startedAt = performance.now();
  readonly ring: HostRing;
  readonly #native: NativeHelper;
  #ending: Ending = { code: -1, signal: -1 };
  #output = "";
  #report: string | undefined;
  #isClosed = false;

  /** Starts it. @throws when it cannot be started: an error of the system */
  constructor(native: NativeHelper, program: HelperProgram) {
    this.#native = native;
    this.ring = native.createRing(PAYLOAD_BYTES);
    try {
      this.pid = native.spawn(this.ring.handle, program);
    } catch (error) {
      native.dispose(this.ring.handle);
      throw error;
    }
  }

  /** How it ended, once it has. */
  get ending(): Ending {
    return this.#ending;
  }

  /** The last that it wrote to standard output and error, once it has ended. */
  get output(): string {
    return this.#output;
  }

  /** What the launcher has reported until now. */
  report(): string {
    return this.#report ?? this.#native.readReport(this.#handle);
  }

  /** Kills and reaps it, unless it has ended by itself. The ring stays: it may have said something before. */
  end(): void {
    this.#native.kill(this.#handle, SIGKILL);
    this.#ending = this.#native.reap(this.#handle, true) ?? this.#ending;
    this.#output = this.#native.outputTail(this.#handle);
    this.#report = this.#native.readReport(this.#handle);
    this.#native.unwatch(this.#handle);
  }

  /** Its memory is never used again: something may still write to it. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#native.dispose(this.#handle);
  }

  get #handle(): HostHandle {
    return this.ring.handle;
  }
}
