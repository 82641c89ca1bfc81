import type { Fault } from "./fault.js";
import { IsolationError } from "./isolation-error.js";

/** What came of a call, as a value. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault };

/**
 * Calls, and gives a guest's fault back instead of throwing it. Other errors are thrown as they are: they
 * are not the guest's. Of an asynchronous call, or its promise, comes a promise.
 */
export function outcome<T>(call: Promise<T> | (() => Promise<T>)): Promise<Outcome<T>>;
export function outcome<T>(call: () => T): Outcome<T>;
export function outcome<T>(
  call: Promise<T> | (() => T | Promise<T>),
): Outcome<T> | Promise<Outcome<T>> {
  try {
    const value = typeof call === "function" ? call() : call;
    return value instanceof Promise ? value.then(success, failure) : success(value);
  } catch (error) {
    return failure(error);
  }
}

function success<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

function failure(error: unknown): Outcome<never> {
  if (error instanceof IsolationError) return { ok: false, fault: error.fault };
  throw error;
}
