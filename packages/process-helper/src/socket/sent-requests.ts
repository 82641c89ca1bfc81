/** Requests that a helper has: it answers them in their order, and those within callbacks before that. */
import type { Down } from "../host/down.js";
import type { Pending } from "../host/pending.js";
import { isWithin } from "./within.js";

interface Sent {
  readonly pending: Pending;
  readonly bytes: number;
}

export class SentRequests {
  /** By id, the oldest first. */
  readonly #sent = new Map<number, Sent>();
  /** Those that are asked within callbacks, the innermost last. */
  readonly #within = new Map<number, Sent>();
  #bytes = 0;

  /** Without those within callbacks. */
  get size(): number {
    return this.#sent.size;
  }

  /** Of their messages. */
  get bytes(): number {
    return this.#bytes;
  }

  /** What the helper is at. */
  get oldest(): Pending | undefined {
    return this.#sent.values().next().value?.pending;
  }

  add(id: number, pending: Pending, bytes: number): void {
    this.#listOf(id).set(id, { pending, bytes });
    if (!isWithin(id)) this.#bytes += bytes;
  }

  /** @returns what was answered; undefined: it is not what the helper is at */
  answered(id: number): Pending | undefined {
    const list = this.#listOf(id);
    const sent = list.get(id);
    if (!sent || this.#current !== sent) return undefined;
    list.delete(id);
    if (list === this.#sent) this.#bytes -= sent.bytes;
    return sent.pending;
  }

  /** None of them will be answered. */
  loseAll(down: Down): void {
    const within = [...this.#within.values()].reverse();
    const sent = [...this.#sent.values()];
    this.#within.clear();
    this.#sent.clear();
    for (const { pending } of within) pending.lost(down, true);
    for (const [index, { pending }] of sent.entries()) pending.lost(down, index === 0);
  }

  get #current(): Sent | undefined {
    return [...this.#within.values()].at(-1) ?? this.#sent.values().next().value;
  }

  #listOf(id: number): Map<number, Sent> {
    return isWithin(id) ? this.#within : this.#sent;
  }
}
