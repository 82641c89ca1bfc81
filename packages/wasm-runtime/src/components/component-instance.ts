import type { TargetStatus } from "@cofferdam/core";
import type { CallReport } from "../instance/report.js";

/** An open component. */
export interface ComponentInstance {
  /**
   * What the component exports, as jco has it: functions of its world, and interfaces, under their short name and under their
   * full one, with functions and classes of resources. Names are camelCase, values what WIT says: texts, records, lists;
   * the error of a `result` is thrown as a ComponentError with a `payload`. A function throws the IsolationError of what the
   * guest did, or what a function of the host threw: either ends the instance, and the next call begins with a new one.
   */
  // biome-ignore lint/suspicious/noExplicitAny: what a component exports is not known to TypeScript
  readonly exports: Readonly<Record<string, any>>;
  /** Digest of the component, in hexadecimal. */
  readonly sha256: string;
  /**
   * Calls an export, and measures the call.
   *
   * @param symbol "greet", or of an interface "texts#summarize"
   * @throws ERR_WASM_EXPORT; the IsolationError of what the guest did: `reportOf(error)` has its report
   */
  call(
    symbol: string,
    ...args: readonly unknown[]
  ): { readonly value: unknown; readonly report: CallReport };
  /**
   * Puts a new instance in the place of this one, in a world of WASI as it was in the beginning: some milliseconds. Resources
   * of the old one end.
   *
   * @throws ERR_TARGET_DISPOSED, ERR_ISOLATION_QUARANTINED, ERR_TARGET_BUSY
   */
  reset(): void;
  status(): TargetStatus;
  /** After a fault: a new instance. @throws ERR_TARGET_DISPOSED, ERR_TARGET_BUSY */
  reopen(): void;
  /** Ends all calls. Idempotent. @throws ERR_TARGET_BUSY */
  dispose(): void;
  [Symbol.dispose](): void;
}
