/** A helper that does not answer any more, and never will: noticed in a call, or between two. */
import { outcomes, reasons } from "../native.js";
import type { WireError } from "../wire/error.js";

export interface Down {
  readonly how: "died" | "timed-out" | "broken";
  /** What was noticed; of "broken" what the helper did. */
  readonly reason: string;
  /** Byte in the message that broke the protocol. */
  readonly offset: number;
}

/** Thrown to who waited for an answer. */
export class Lost extends Error {
  readonly down: Down;
  /** The helper was at it: it may have been done, or half of it. */
  readonly wasRunning: boolean;

  constructor(down: Down, wasRunning: boolean) {
    super(`The helper is down: ${down.reason}.`);
    this.down = down;
    this.wasRunning = wasRunning;
  }
}

/**
 * @param outcome of `outcomes`
 * @param reason index of `reasons`
 */
export function downBy(outcome: number, reason: number): Down {
  if (outcome === outcomes.timedOut) {
    return { how: "timed-out", reason: "its time was up", offset: 0 };
  }
  const how = outcome === outcomes.died ? "died" : "broken";
  return { how, reason: reasons[reason] ?? `reason ${reason}`, offset: 0 };
}

export function brokenBy({ reason, offset }: Pick<WireError, "reason" | "offset">): Down {
  return { how: "broken", reason, offset };
}
