/** A timer that is set anew with each call: that costs a comparison, as long as it rings early enough. */

/** Who is told; it then says when it wants to be told again. */
export interface Alarmed {
  timeIsUp(): void;
}

/** The longest that a timer of Node takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export class Alarm {
  /** It keeps nobody alive. */
  readonly #alarmed: WeakRef<Alarmed>;
  #timer: NodeJS.Timeout | undefined;
  /** When it rings; on the clock of `performance`. */
  #due = Number.POSITIVE_INFINITY;

  constructor(alarmed: Alarmed) {
    this.#alarmed = new WeakRef(alarmed);
  }

  /** Rings at that time, or before it. Infinity: need not ring. */
  setFor(time: number): void {
    if (time >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = time;
    const wait = Math.min(Math.max(0, Math.ceil(time - performance.now())), MAX_TIMER_MS);
    this.#timer = setTimeout(rung, wait, this, this.#alarmed).unref();
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#due = Number.POSITIVE_INFINITY;
  }
}

function rung(alarm: Alarm, alarmed: WeakRef<Alarmed>): void {
  alarm.clear();
  alarmed.deref()?.timeIsUp();
}
