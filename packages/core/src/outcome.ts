import type { Fault } from "./fault.js";
import { IsolationError } from "./isolation-error.js";

/** What came of a call, as a value. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault };

/**
 * Calls, and gives a guest's fault back instead of throwing it. Other errors are thrown as they are: they
 * are not the guest's.
 */
export function outcome<T>(call: () => T): Outcome<T> {
  try {
    return { ok: true, value: call() };
  } catch (error) {
    if (error instanceof IsolationError) return { ok: false, fault: error.fault };
    throw error;
  }
}
