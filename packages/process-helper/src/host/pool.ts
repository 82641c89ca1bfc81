/** The helpers of one library: those that calls go to, and those that wait to take the place of one that died. */
import { fail } from "@cofferdam/core";
import { Breaker } from "./breaker.js";
import { Helper, type Setup } from "./helper.js";
import type { Line } from "./line.js";
import type { CheckedOptions } from "./options.js";

/** Starts a process. @throws when the system refuses */
export type Spawn = (onDown: (line: Line) => void) => Line;

/** One place for a helper; the process in it changes. */
export class Lane {
  helper: Helper | undefined;
}

export class Pool {
  readonly breaker = new Breaker();
  readonly lanes: readonly Lane[];
  readonly #spawn: Spawn;
  readonly #setup: Setup;
  readonly #spareCount: number;
  readonly #spares: Helper[] = [];
  /** Helpers that were started in place of one that had died. */
  #restarts = 0;
  #isDisposed = false;
  #isFilling = false;

  constructor({ size, spare }: Pick<CheckedOptions, "size" | "spare">, setup: Setup, spawn: Spawn) {
    this.lanes = Array.from({ length: size }, () => new Lane());
    this.#spareCount = spare;
    this.#setup = setup;
    this.#spawn = spawn;
  }

  get restarts(): number {
    return this.#restarts;
  }

  /** All that run. */
  get helpers(): readonly Helper[] {
    const inLanes = this.lanes.flatMap(({ helper }) => helper ?? []);
    return [...inLanes, ...this.#spares].filter(({ line }) => line.isUp);
  }

  /** Those that have calls, or may have. */
  get inLanes(): readonly Helper[] {
    return this.lanes.flatMap(({ helper }) => (helper?.line.isUp ? helper : []));
  }

  /** Helpers that are ready to take another's place. */
  get spares(): number {
    return this.#spares.filter(({ isReady, line }) => isReady && line.isUp).length;
  }

  /**
   * The helper of a lane, which may not be ready yet: another one if the last has died.
   *
   * @throws ERR_HELPER_BROKEN, ERR_HELPER_UNAVAILABLE
   */
  helperOf(lane: Lane): Helper {
    const { helper } = lane;
    if (helper?.line.isUp) return helper;
    if (helper) this.#restarts++;
    lane.helper = this.#spare() ?? this.#start();
    this.#fillSoon();
    return lane.helper;
  }

  /** The lane that answers soonest; one in the middle of a callback, whose calls are within that. */
  quietest(): Lane {
    let best = this.lanes[0] as Lane;
    for (const lane of this.lanes) {
      if (lane.helper?.line.isCalledBack) return lane;
      if (loadOf(lane) < loadOf(best)) best = lane;
    }
    return best;
  }

  /** Ends all of them. */
  dispose(): void {
    this.#isDisposed = true;
    for (const { line } of this.helpers) line.end(DISPOSED);
    this.#spares.length = 0;
  }

  #spare(): Helper | undefined {
    for (;;) {
      const spare = this.#spares.shift();
      spare?.line.take(); // it may have died since
      if (spare === undefined || (spare.line.isUp && spare.failure === undefined)) return spare;
    }
  }

  #start(): Helper {
    this.breaker.check(this.#setup.target);
    try {
      return new Helper(
        this.#spawn((line) => this.#ended(line)),
        this.#setup,
      );
    } catch (cause) {
      this.breaker.died(cause);
      throw fail(
        "ERR_HELPER_UNAVAILABLE",
        `Cannot start a helper for ${this.#setup.target}: ${(cause as Error).message}.`,
        { cause },
      );
    }
  }

  #ended({ down, output }: Line): void {
    if (!this.#isDisposed) this.breaker.died(new Error(`${down?.reason ?? "it ended"}\n${output}`));
  }

  /** When whoever waits for a call has had the answer. */
  #fillSoon(): void {
    if (this.#isFilling || this.#spareCount === 0) return;
    this.#isFilling = true;
    setImmediate(() => {
      this.#isFilling = false;
      this.#fill();
    });
  }

  #fill(): void {
    try {
      while (!this.#isDisposed && this.#spares.length < this.#spareCount) {
        this.#spares.push(this.#start());
      }
    } catch {
      // whoever needs one is told then
    }
  }
}

function loadOf({ helper }: Lane): number {
  return helper?.line.load ?? 0;
}

const DISPOSED = { how: "died", reason: "it was disposed", offset: 0 } as const;
