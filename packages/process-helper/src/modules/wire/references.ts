/** What has no bytes of its own crosses as a number: whose it is in the lowest bits, then which. */
import { MAX_NUMBER } from "../limits.js";

export const whose = {
  /** Of the side that sends: a function of the host, an object of the helper. */
  senders: 0,
  /** Of the side that gets it: something of its own comes back. */
  receivers: 1,
  /** Of the message: a date, a map or a set. */
  extra: 2,
} as const;

type Whose = (typeof whose)[keyof typeof whose];

const BITS = 2;

/** @throws RangeError when all numbers have been used */
export function reference(kind: Whose, number: number): number {
  if (number <= MAX_NUMBER) return number * 2 ** BITS + kind;
  throw new RangeError("This module has handed out all the numbers that it has. Open it anew.");
}

/** Of any number of 32 bits; its kind may be none. */
export function whoseIs(reference: number): number {
  return reference & (2 ** BITS - 1);
}

export function numberOf(reference: number): number {
  return reference >>> BITS;
}
