/**
 * Deaths in a row, none of the helpers having answered a call: after a few of them nobody starts another one for a while,
 * each time for twice as long. A good call ends that.
 */
import { fail } from "@cofferdam/core";
import { FIRST_WAIT_MS, FREE_DEATHS, LONGEST_WAIT_MS } from "../limits.js";

export class Breaker {
  #deaths = 0;
  #closedAt = 0;
  #why: unknown;

  /** A call came back. */
  answered(): void {
    this.#deaths = 0;
  }

  /** A helper died, or could not be started. @param why what is told of it */
  died(why: unknown): void {
    this.#why = why;
    this.#deaths++;
    const over = this.#deaths - FREE_DEATHS;
    const wait = over < 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** over);
    this.#closedAt = performance.now() + wait;
  }

  /** Milliseconds until another helper may be started; 0: now. */
  get wait(): number {
    if (this.#deaths < FREE_DEATHS) return 0;
    return Math.max(0, Math.ceil(this.#closedAt - performance.now()));
  }

  /** @throws ERR_HELPER_BROKEN */
  check(target: string): void {
    const { wait } = this;
    if (wait === 0) return;
    throw fail(
      "ERR_HELPER_BROKEN",
      `Cannot call ${target}: ${this.#deaths} helpers in a row died before a call came back. ` +
        `The next one is started in ${wait} ms; the cause is the last one's end.`,
      { cause: this.#why },
    );
  }
}
