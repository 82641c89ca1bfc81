import type { Reading } from "../decide/reading.js";
import type { Lock } from "../lock/lock.js";

/** A policy, as its layers see it. */
export interface Rules {
  /** The narrowest document first. */
  readonly readings: readonly Reading[];
  readonly locks: readonly Lock[];
  /** 1: the first that was loaded. */
  readonly generation: number;
}

/** Where layers find the policy that counts now: it may be another one later. */
export interface RulesSource {
  readonly current: Rules;
  /** What becomes of targets that are open when another policy comes. */
  readonly onReload: "keep" | "revoke";
}
