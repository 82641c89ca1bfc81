import { nativeHelper } from "../native.js";

/**
 * Gives up the system calls that are no longer needed, for good.
 *
 * @param when a set of `sealWhen`
 * @param traps a forbidden call ends the process, and is named on standard error
 * @returns 0, or why it could not be done: an errno
 */
export function sealProcess(when: number, traps: boolean): number {
  // Their descriptors are made non-blocking when they are first looked at, which the seal forbids; and what does not fit into
  // the pipe then would wait for an event loop that never turns.
  for (const stream of [process.stdout, process.stderr] as readonly Writable[]) {
    stream._handle?.setBlocking?.(true);
  }
  const native = nativeHelper();
  const error = traps ? native.reportViolations(STANDARD_ERROR) : 0;
  return error === 0 ? native.seal(when, traps) : error;
}

/** Of a stream that is a pipe. */
interface Writable {
  readonly _handle?: { setBlocking?(blocking: boolean): void };
}

const STANDARD_ERROR = 2;
