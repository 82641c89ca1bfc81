import type { TargetStatus } from "@cofferdam/core";
import type { CallReport } from "./instance/report.js";

/** An open WebAssembly module. */
export interface WasmInstance {
  /**
   * What the module exports: functions, whose calls are limited, memories, globals and tables. A function throws the
   * IsolationError of what the guest did, or what a function of the host threw. Numbers are numbers, i64 are bigints.
   */
  // biome-ignore lint/suspicious/noExplicitAny: what a module exports is not known to TypeScript
  readonly exports: Readonly<Record<string, any>>;
  /** The first memory that it has; a new object after `reopen` perhaps. */
  readonly memory: WebAssembly.Memory | undefined;
  /** Digest of the module, in hexadecimal. */
  readonly sha256: string;
  /**
   * Calls an export, and measures the call.
   *
   * @throws ERR_WASM_EXPORT; the IsolationError of what the guest did: `reportOf(error)` has its report
   */
  call(
    name: string,
    ...args: readonly unknown[]
  ): { readonly value: unknown; readonly report: CallReport };
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
