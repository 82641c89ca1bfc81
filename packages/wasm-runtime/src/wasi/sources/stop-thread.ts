import { refuse } from "../errno.js";

/** Stops this thread. @throws ENOTSUP where a thread may not be stopped, as a page's */
export function stopThread(ms: number): void {
  try {
    const never = new Int32Array(new SharedArrayBuffer(4)); // a page may have none
    Atomics.wait(never, 0, 0, ms);
  } catch {
    refuse("ENOTSUP");
  }
}
