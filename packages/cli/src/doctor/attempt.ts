import type { Ended, Message } from "./messages.js";
import { no } from "./probe.js";

/** Some probes in one process, as far as that comes. */
export class Attempt {
  readonly #ids: readonly string[];
  readonly #deadline: number;
  readonly #onEnd: (ended: Ended) => void;
  readonly #kill: () => void;
  #count = 0;
  #since = performance.now();
  #isLate = false;
  #timer: NodeJS.Timeout;

  /** @param kill ends the process, when a probe takes longer than the deadline */
  constructor(
    ids: readonly string[],
    deadline: number,
    onEnd: (ended: Ended) => void,
    kill: () => void,
  ) {
    this.#ids = ids;
    this.#deadline = deadline;
    this.#onEnd = onEnd;
    this.#kill = kill;
    this.#timer = this.#watch();
  }

  hear(message: Message): void {
    clearTimeout(this.#timer);
    this.#timer = this.#watch();
    if ("ended" in message) this.#end(message);
  }

  /**
   * The process has ended.
   *
   * @param how with which signal, or code
   * @param words the last line that it wrote
   * @returns how many have ended
   */
  close(how: string, words: string): number {
    clearTimeout(this.#timer);
    const id = this.#ids[this.#count];
    if (id === undefined) return this.#count;
    const what = this.#isLate
      ? `there was no end of it within ${this.#deadline} ms`
      : `the process died of it: ${how}`;
    const milliseconds = Math.round(performance.now() - this.#since);
    const seen = no(words === "" || this.#isLate ? what : `${what}; it said: ${words}`);
    this.#end({ ended: id, seen, milliseconds, missing: false });
    return this.#count;
  }

  #end(ended: Ended): void {
    this.#count++;
    this.#onEnd(ended);
  }

  #watch(): NodeJS.Timeout {
    this.#since = performance.now();
    return setTimeout(() => {
      this.#isLate = true;
      this.#kill();
    }, this.#deadline);
  }
}
