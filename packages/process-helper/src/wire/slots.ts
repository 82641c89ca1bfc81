/**
 * A record's slots: eight bytes for each of a few values, the kind of each in three bits of the flags. It takes no more than
 * a number, a bigint of 64 bits, a boolean, undefined or null: what most calls are made of. A `flags` with MESSAGE means
 * that the values are in a message in shared memory instead.
 */
import { RECORD_BYTES } from "../native.js";

export const MAX_SLOTS = 6;

/** Of `flags`: slots[0] is the length of a message, in the room that is agreed for it. */
export const MESSAGE = 1 << 30;
/** Of `flags`, with MESSAGE: it did not fit, and has to be fetched. */
export const TOO_LONG = 1 << 29;

/** Of the flags of a call: a message as its answer has to be fetched, as many calls are in flight. */
export const NO_ROOM = 1 << 27;
/** Of the flags of any answer: a library had a fault and could not be made new, so that the process has to be replaced. */
export const SPENT = 1 << 28;

const KIND_BITS = 3;
const COUNT_SHIFT = KIND_BITS * MAX_SLOTS;
const ALL_KINDS = (1 << KIND_BITS) - 1;

const kinds = { undefined: 0, null: 1, false: 2, true: 3, number: 4, int64: 5, uint64: 6 } as const;

/** Words of a record before its slots, and of a slot. */
const FIRST_SLOT = 2;

/** The records of a buffer, as numbers. */
export class Records {
  readonly #words: Uint32Array;
  readonly #numbers: Float64Array;
  readonly #integers: BigInt64Array;
  readonly #unsigned: BigUint64Array;

  constructor(buffer: ArrayBuffer) {
    this.#words = new Uint32Array(buffer);
    this.#numbers = new Float64Array(buffer);
    this.#integers = new BigInt64Array(buffer);
    this.#unsigned = new BigUint64Array(buffer);
  }

  id(index = 0): number {
    return this.#words[index * WORDS] as number;
  }

  kind(index = 0): number {
    return this.#words[index * WORDS + 1] as number;
  }

  target(index = 0): number {
    return this.#words[index * WORDS + 2] as number;
  }

  flags(index = 0): number {
    return this.#words[index * WORDS + 3] as number;
  }

  /** A slot as a plain number, such as a length. */
  number(slot: number, index = 0): number {
    return this.#numbers[index * SLOTS + FIRST_SLOT + slot] as number;
  }

  /** @param target the function or the callback that is meant */
  head(kind: number, target: number, flags: number, index = 0): void {
    const at = index * WORDS;
    this.#words[at + 1] = kind;
    this.#words[at + 2] = target;
    this.#words[at + 3] = flags;
  }

  /** Of an answer: which request it is to. */
  answers(id: number, index = 0): void {
    this.#words[index * WORDS] = id;
  }

  /** Plain numbers into the first slots. */
  numbers(values: readonly number[], index = 0): void {
    this.#numbers.set(values, index * SLOTS + FIRST_SLOT);
  }

  /** Puts values into the slots. @returns the flags; -1: they do not fit, or are of other kinds */
  write(values: readonly unknown[], index = 0): number {
    const { length } = values;
    if (length > MAX_SLOTS) return -1;
    const at = index * SLOTS + FIRST_SLOT;
    let flags = length << COUNT_SHIFT;
    for (let slot = 0; slot < length; slot++) {
      const value = values[slot];
      if (typeof value === "number") {
        this.#numbers[at + slot] = value;
        flags |= kinds.number << (slot * KIND_BITS);
      } else {
        const kind = this.#other(at + slot, value);
        if (kind < 0) return -1;
        flags |= kind << (slot * KIND_BITS);
      }
    }
    return flags;
  }

  /** What `write` put there. */
  read(flags: number, index = 0): unknown[] {
    const count = (flags >>> COUNT_SHIFT) & ALL_KINDS;
    const values: unknown[] = [];
    for (let slot = 0; slot < count; slot++) values.push(this.value(flags, slot, index));
    return values;
  }

  /** The value of one slot. */
  value(flags: number, slot: number, index = 0): unknown {
    const at = index * SLOTS + FIRST_SLOT + slot;
    switch ((flags >>> (slot * KIND_BITS)) & ALL_KINDS) {
      case kinds.number:
        return this.#numbers[at];
      case kinds.int64:
        return this.#integers[at];
      case kinds.uint64:
        return this.#unsigned[at];
      case kinds.null:
        return null;
      case kinds.true:
        return true;
      case kinds.false:
        return false;
      default:
        return undefined;
    }
  }

  #other(at: number, value: unknown): number {
    switch (typeof value) {
      case "bigint":
        return this.#bigint(at, value);
      case "boolean":
        return value ? kinds.true : kinds.false;
      case "undefined":
        return kinds.undefined;
      default:
        return value === null ? kinds.null : -1;
    }
  }

  #bigint(at: number, value: bigint): number {
    this.#integers[at] = value; // modulo 2^64: it is the same when it was in range
    if (this.#integers[at] === value) return kinds.int64;
    return this.#unsigned[at] === value ? kinds.uint64 : -1;
  }
}

const WORDS = RECORD_BYTES / Uint32Array.BYTES_PER_ELEMENT;
const SLOTS = RECORD_BYTES / Float64Array.BYTES_PER_ELEMENT;
