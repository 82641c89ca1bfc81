/** Objects of the module that the host has handles of. They are kept for as long as it does. */
import type { DeclaredMembers } from "./members.js";

export interface Kept {
  readonly number: number;
  readonly value: object;
  /** All that the host can reach. */
  readonly members: DeclaredMembers;
  /** How often the host was sent it. */
  times: number;
}

export class KeptObjects {
  readonly #byNumber = new Map<number, Kept>();
  readonly #byValue = new Map<object, Kept>();
  /** The next of this side's own: odd ones. */
  #next = 1;

  /** @throws TypeError for what the host does not have any more */
  get(number: number): Kept {
    const kept = this.#byNumber.get(number);
    if (kept) return kept;
    throw new TypeError(`Expected the number of an object that the host has, got ${number}.`);
  }

  has(number: number): boolean {
    return this.#byNumber.has(number);
  }

  find(value: object): Kept | undefined {
    return this.#byValue.get(value);
  }

  /** @param number one that the host has chosen */
  keep(value: object, members: DeclaredMembers, number?: number): Kept {
    const kept: Kept = { number: number ?? this.#next, value, members, times: 1 };
    if (number === undefined) this.#next += 2;
    this.#byNumber.set(kept.number, kept);
    if (!this.#byValue.has(value)) this.#byValue.set(value, kept); // a constructor may return what there is
    return kept;
  }

  /** The host has let go of it, so many times. @returns whether it has none left */
  release(number: number, times: number): boolean {
    const kept = this.#byNumber.get(number);
    if (kept === undefined) return false;
    kept.times -= times;
    if (kept.times > 0) return false;
    this.#byNumber.delete(number);
    if (this.#byValue.get(kept.value) === kept) this.#byValue.delete(kept.value);
    return true;
  }
}
