import { fail, show } from "@cofferdam/core";

/** What a function of the host that waits may do with the guest that called it, until its promise is settled. */
export interface Caller {
  /** A copy of so many bytes of its memory. @throws the violation that ends its call, unless all of it is memory */
  read(pointer: number, length: number): Promise<Uint8Array>;
  /** @throws the violation that ends its call, unless there is room in its memory */
  write(pointer: number, bytes: Uint8Array): Promise<void>;
  /** Calls the guest's `yield` (the guest ABI) with bytes. @returns its reply. @throws what it ends in */
  yield(payload: Uint8Array): Promise<Uint8Array>;
}

// biome-ignore lint/suspicious/noExplicitAny: its numbers are what the guest declares
export type SuspendingCall = (caller: Caller, ...args: any[]) => unknown;

/** Key of what a function of the host is called by. */
export const SUSPENDS: unique symbol = Symbol("suspends");

/** A function of the host that may take its time: its guest waits, and the thread does not. */
export interface SuspendingFunction {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  (...args: any[]): unknown;
  readonly [SUSPENDS]: SuspendingCall;
}

/**
 * Grants an asynchronous function: `imports: { env: { fetch: suspending(async (caller, pointer, length) => …) } }`. Guests
 * that use it are called with `.async`.
 *
 * @param call gets the caller, and then what the guest gives; what its promise resolves to is the result
 * @throws ERR_OPTION_TYPE
 */
export function suspending(call: SuspendingCall): SuspendingFunction {
  if (typeof call !== "function") {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected a function for \`suspending(call)\`, got ${show(call)}. Give async (caller, …) => ….`,
    );
  }
  const suspends = (...args: unknown[]) => call(nobody, ...args);
  return Object.assign(suspends, { [SUSPENDS]: call });
}

export function isSuspending(value: unknown): value is SuspendingFunction {
  return typeof value === "function" && SUSPENDS in value;
}

const nobody: Caller = {
  read: () => Promise.reject(noCaller()),
  write: () => Promise.reject(noCaller()),
  yield: () => Promise.reject(noCaller()),
};

function noCaller(): Error {
  return fail(
    "ERR_WASM_SUSPEND",
    "Cannot reach a guest that does not wait. Use the caller inside of the call that it was given for.",
  );
}
