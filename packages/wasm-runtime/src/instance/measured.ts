import type { CallReport } from "./report.js";
import { rememberReport } from "./report-of.js";
import type { Reported } from "./wasm-instance.js";

/** A guest whose calls can be measured. */
export interface MeasuredGuest {
  /** The clock is looked at for each call of the host, and a report made of the guest's call. */
  isMeasured: boolean;
  /** Calls that have begun. */
  readonly begun: number;
  /** Of the call that has ended last, or that runs. @param since `begun` before it: undefined comes of what did not begin */
  takeReport(since: number): CallReport | undefined;
}

/** Calls, and says what was used; of a call that ends in an error, `reportOf` does. */
export function measured<T>(guest: MeasuredGuest, call: () => T): Reported<T> {
  const { isMeasured: before, begun } = guest;
  guest.isMeasured = true;
  try {
    const value = call();
    return { value, report: guest.takeReport(begun) as CallReport };
  } catch (error) {
    rememberReport(error, guest.takeReport(begun));
    throw error;
  } finally {
    guest.isMeasured = before;
  }
}

/** The same of a call that may wait. */
export async function measuredAsync<T>(
  guest: MeasuredGuest,
  call: () => Promise<T>,
): Promise<Reported<T>> {
  const { begun } = guest;
  guest.isMeasured = true;
  try {
    const value = await call();
    return { value, report: guest.takeReport(begun) as CallReport };
  } catch (error) {
    rememberReport(error, guest.takeReport(begun));
    throw error;
  } finally {
    guest.isMeasured = false;
  }
}
