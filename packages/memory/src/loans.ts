/** The loans of one call: which of its arguments are lent, and how they come back. */
import { type Bytes, bufferOf, isBytes, type Range, rangeOf } from "./bytes.js";
import type { Lender, Terms } from "./lender.js";

export interface Loan {
  readonly terms: Terms;
  readonly bytes: Bytes;
  readonly copy: unknown;
}

interface Lent extends Range {
  readonly terms: Terms;
  readonly bytes: Bytes;
}

/**
 * Replaces the arguments that have bytes by what the guest is given for them.
 *
 * @throws ERR_BUFFER_UNAVAILABLE, with nothing lent
 */
export function lendArguments(
  args: unknown[],
  pointers: readonly Terms[],
  lender: Lender<unknown>,
): readonly Loan[] {
  const found: Terms[] = [];
  for (const terms of pointers) if (isBytes(args[terms.argument])) found.push(terms);
  if (found.length === 0) return NONE;
  const loans: Loan[] = [];
  try {
    if (!shareBytes(args, found)) for (const terms of found) lendOne(args, terms, lender, loans);
    else for (const group of overlapping(args, found)) lendGroup(args, group, lender, loans);
    return loans;
  } catch (error) {
    endLoans(loans, lender, false);
    throw error;
  }
}

const NONE: readonly Loan[] = Object.freeze([]);

/** All loans of a call are over. */
export function endLoans(loans: readonly Loan[], lender: Lender<unknown>, copyBack: boolean): void {
  for (const { copy, terms, bytes } of loans) {
    if (copyBack) lender.copyBack(copy, terms, bytes);
    else lender.giveBack(copy, terms);
  }
}

/** A pointer that the call returned: into the host's bytes where it leads into a copy of them. */
export function originalPointer(
  pointer: bigint,
  loans: readonly Loan[],
  lender: Lender<unknown>,
): bigint {
  for (const { copy, bytes } of loans) {
    const original = lender.original(copy, bytes, pointer);
    if (original !== 0n) return original;
  }
  return pointer;
}

function lendOne(args: unknown[], terms: Terms, lender: Lender<unknown>, loans: Loan[]): void {
  const bytes = args[terms.argument] as Bytes;
  const copy = lender.lend(bytes, terms, 0);
  if (copy === undefined) return;
  loans.push({ terms, bytes, copy });
  args[terms.argument] = lender.argumentAt(copy, 0);
}

/** Arguments whose bytes overlap must do so for the guest too: they are parts of one copy. */
function lendGroup(
  args: unknown[],
  group: readonly Lent[],
  lender: Lender<unknown>,
  loans: Loan[],
): void {
  const [first] = group as [Lent];
  if (group.length === 1) {
    lendOne(args, first.terms, lender, loans);
    return;
  }
  const last = group.reduce((last, lent) => (lent.to > last.to ? lent : last));
  const terms = {
    ...last.terms,
    readOnly: group.every(({ terms: { readOnly } }) => readOnly),
  };
  const bytes = new Uint8Array(first.buffer, first.from, last.to - first.from);
  const copy = lender.lend(bytes, terms, last.from - first.from);
  if (copy === undefined) return;
  loans.push({ terms, bytes, copy });
  for (const { terms, from } of group) {
    args[terms.argument] = lender.argumentAt(copy, from - first.from);
  }
}

/** Rarely so: what it takes to find the groups is not for every call. */
function shareBytes(args: readonly unknown[], found: readonly Terms[]): boolean {
  return found.some(({ argument }, index) => {
    const bytes = args[argument] as Bytes;
    for (let other = 0; other < index; other++) {
      const { argument } = found[other] as Terms;
      if (bufferOf(bytes) === bufferOf(args[argument] as Bytes)) return true;
    }
    return false;
  });
}

/** Groups of arguments that share bytes, each from its first byte on. */
function overlapping(args: readonly unknown[], pointers: readonly Terms[]): readonly Lent[][] {
  const lent = pointers.map((terms): Lent => {
    const bytes = args[terms.argument] as Bytes;
    return { terms, bytes, ...rangeOf(bytes) };
  });
  const groups: Lent[][] = [];
  for (const one of lent.sort((a, b) => a.from - b.from)) {
    const group = groups.find((group) => group.some((other) => overlap(one, other)));
    if (group) group.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** @param a begins at or after `b` */
function overlap(a: Range, b: Range): boolean {
  return a.buffer === b.buffer && a.from < b.to && a.from < a.to;
}
