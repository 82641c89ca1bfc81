/** The gate of one function that lends its buffers. */
import { type Gate, IsolationError, type Linking } from "@cofferdam/core";
import type { Lender, Terms } from "./lender.js";
import { endLoans, type Loan, lendArguments, originalPointer } from "./loans.js";

export function lendingGate(
  next: Gate,
  linking: Linking,
  terms: readonly Terms[],
  lender: Lender<unknown>,
): Gate {
  const lend = (args: unknown[]) => lendArguments(args, terms, lender);
  const ends = endsOf(linking, lender);
  return linking.async ? laterGate(next, lend, ends) : gateAtOnce(next, lend, ends);
}

type Lend = (args: unknown[]) => readonly Loan[];

/** How a call ends: with what its caller gets. */
interface Ends {
  returned(loans: readonly Loan[], value: unknown): unknown;
  thrown(loans: readonly Loan[], error: unknown): never;
}

function endsOf(linking: Linking, lender: Lender<unknown>): Ends {
  return {
    returned(loans, value) {
      const result = typeof value === "bigint" ? originalPointer(value, loans, lender) : value;
      endLoans(loans, lender, true);
      return result;
    },
    thrown(loans, error) {
      endLoans(loans, lender, !isFaultOf(linking, error));
      throw error;
    },
  };
}

function gateAtOnce(next: Gate, lend: Lend, ends: Ends): Gate {
  return (...args) => {
    const loans = lend(args);
    if (loans.length === 0) return next(...args);
    let value: unknown;
    try {
      value = next(...args);
    } catch (error) {
      ends.thrown(loans, error);
    }
    return ends.returned(loans, value);
  };
}

/** Lent until the call has settled. */
function laterGate(next: Gate, lend: Lend, ends: Ends): Gate {
  return (...args) => {
    const loans = lend(args);
    if (loans.length === 0) return next(...args);
    let pending: Promise<unknown>;
    try {
      pending = next(...args);
    } catch (error) {
      return ends.thrown(loans, error);
    }
    return pending.then(
      (value) => ends.returned(loans, value),
      (error) => ends.thrown(loans, error),
    );
  };
}

/** Then the copies are what a crash left of them. A callback that threw is another matter: the guest returned. */
function isFaultOf({ target, symbol }: Linking, error: unknown): boolean {
  return error instanceof IsolationError && error.target === target && error.symbol === symbol;
}
