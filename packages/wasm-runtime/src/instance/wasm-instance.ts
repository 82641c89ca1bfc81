import type { TargetStatus } from "@cofferdam/core";
import type { CallReport } from "./report.js";

/** What came of a call, and what it used. */
export interface Reported<T> {
  readonly value: T;
  readonly report: CallReport;
}

/** Calls an export, and measures the call. */
export interface Call {
  /** @throws ERR_WASM_EXPORT; the IsolationError of what the guest did: `reportOf(error)` has its report */
  (name: string, ...args: readonly unknown[]): Reported<unknown>;
  /** The same for a guest that waits for functions of the host (`suspending`). */
  async(name: string, ...args: readonly unknown[]): Promise<Reported<unknown>>;
}

/** Sends bytes to a guest that speaks the guest ABI (abi/guest-abi.ts), and returns its reply. */
export interface Invoke {
  /**
   * @throws ERR_WASM_ABI, ERR_WASM_PAYLOAD, ERR_OPTION_TYPE; the IsolationError of what the guest did, of kind "guest-error" where
   *   it has replied with an error
   */
  (payload: Uint8Array): Uint8Array;
  (payload: Uint8Array, options: { readonly report: true }): Reported<Uint8Array>;
  /** The same for a guest that waits for functions of the host (`suspending`). */
  async(payload: Uint8Array): Promise<Uint8Array>;
  async(payload: Uint8Array, options: { readonly report: true }): Promise<Reported<Uint8Array>>;
}

/** An open WebAssembly module. */
export interface WasmInstance {
  /**
   * What the module exports: functions, whose calls are limited, memories, globals and tables. A function throws the
   * IsolationError of what the guest did, or what a function of the host threw. Numbers are numbers, i64 are bigints. Each
   * has an `async` of its own, for guests that wait; such calls begin one after another.
   */
  // biome-ignore lint/suspicious/noExplicitAny: what a module exports is not known to TypeScript
  readonly exports: Readonly<Record<string, any>>;
  /** The first memory that it has; a new object after `reopen` perhaps. */
  readonly memory: WebAssembly.Memory | undefined;
  /** Digest of the module, in hexadecimal. */
  readonly sha256: string;
  readonly call: Call;
  readonly invoke: Invoke;
  /**
   * For functions of the host: calls the guest's `yield` (the guest ABI) while the guest waits for the function to return.
   *
   * @throws ERR_WASM_SUSPEND, ERR_WASM_ABI, ERR_WASM_PAYLOAD, ERR_OPTION_TYPE; the IsolationError of what the guest did
   */
  yield(payload: Uint8Array): Uint8Array;
  /**
   * Puts it back to what it was when it was opened: memory, globals, tables, and its world of WASI; some microseconds.
   *
   * @throws ERR_TARGET_DISPOSED, ERR_ISOLATION_QUARANTINED, ERR_TARGET_BUSY
   */
  reset(): void;
  status(): TargetStatus;
  /** After a fault: as it was when it was opened. @throws ERR_TARGET_DISPOSED, ERR_TARGET_BUSY */
  reopen(): void;
  /** Ends all calls. Idempotent. @throws ERR_TARGET_BUSY */
  dispose(): void;
  [Symbol.dispose](): void;
}
