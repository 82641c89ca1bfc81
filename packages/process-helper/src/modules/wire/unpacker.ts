/** Puts the values of one message together again: the mirror of `Packer`. */
import type { Context } from "../../wire/context.js";
import { madeOfExtra } from "./extras.js";
import { numberOf, whose, whoseIs } from "./references.js";

/** What references mean on this side. Both throw for numbers that mean nothing. */
export interface Meanings {
  /** Something of the other side. */
  theirs(number: number): unknown;
  /** Something of this side that comes back. */
  ours(number: number): unknown;
}

export class Unpacker {
  readonly context: Context;
  readonly #meanings: Meanings;
  readonly #extras: unknown[] = [];

  constructor(meanings: Meanings) {
    this.#meanings = meanings;
    this.context = { borrows: true, callback: (reference) => this.#meaning(reference) };
  }

  /** @returns whether it is one */
  addExtra(extra: unknown): boolean {
    const made = madeOfExtra(extra);
    this.#extras.push(made);
    return made !== undefined;
  }

  #meaning(reference: number): unknown {
    const number = numberOf(reference);
    if (whoseIs(reference) === whose.senders) return this.#meanings.theirs(number);
    if (whoseIs(reference) === whose.receivers) return this.#meanings.ours(number);
    const extra = whoseIs(reference) === whose.extra ? this.#extras[number] : undefined;
    if (extra === undefined) throw new UnknownReference();
    return extra;
  }
}

/** A number that means nothing here: whoever decodes the message says where in it. */
export class UnknownReference extends Error {}
