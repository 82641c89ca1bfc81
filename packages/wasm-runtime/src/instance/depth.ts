import { type Allowance, LimitReached } from "../metering/index.js";
import { HOST_UNITS } from "../stack-units.js";
import type { StackUser } from "./innermost.js";

/**
 * Calls of one guest that are inside of one another, with functions of the host in between, and what each has of the native
 * stack: that is as long as it is, whoever's frames are on it.
 */
export class Depth implements StackUser {
  readonly #allowance: Allowance;
  readonly #limit: number;
  readonly #chainUnits: number;
  /** Frame units that each call began with; and what was left to the one around it, where that is counted. */
  readonly #units: number[] = [];
  readonly #left: number[] = [];

  /** @param limit frame units. @param chainUnits of what is needed before anything recurs */
  constructor(allowance: Allowance, limit: number, chainUnits: number) {
    this.#allowance = allowance;
    this.#limit = limit;
    this.#chainUnits = chainUnits;
  }

  /** Calls that run. */
  get calls(): number {
    return this.#units.length;
  }

  get unitsLeft(): number {
    return this.#allowance.stackLeft ?? (this.#units.at(-1) as number) - this.#chainUnits;
  }

  /** Its frames used up what they had. */
  get overflowed(): boolean {
    return (this.#allowance.stackLeft ?? 0) < 0;
  }

  /** The outermost one had less than it may have: a guest that has called the host has the rest. */
  get isShortened(): boolean {
    return (this.#units[0] as number) < this.#limit;
  }

  /** A call begins. @param caller a guest that has called the host, which calls. @throws LimitReached */
  enter(caller: StackUser | undefined): void {
    const units = caller === undefined ? this.#limit : this.#behind(caller);
    if (this.calls > 0) this.#left.push(this.#allowance.stackLeft ?? 0);
    if (caller !== undefined) this.#allowance.restoreStack(units);
    this.#units.push(units);
  }

  /** It has ended: what it had is the outer one's again. */
  leave(): void {
    this.#units.pop();
    if (this.calls > 0) this.#allowance.leaveStack(this.#left.pop() as number);
  }

  #behind(caller: StackUser): number {
    const units = Math.min(this.#limit, caller.unitsLeft - HOST_UNITS);
    if (units >= this.#chainUnits) return units;
    throw new LimitReached("stack", this.#limit, units);
  }
}
