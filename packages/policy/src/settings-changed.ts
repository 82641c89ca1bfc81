import { fail } from "@cofferdam/core";

/** An audit log that moved while it is written would have a gap that nobody could tell from a forged one. */
export function settingsChanged(path: string): Error {
  return fail(
    "ERR_POLICY_INVALID",
    `Expected the same [audit] in ${JSON.stringify(path)} as before, got another one. ` +
      "Restart the process for it: a log is opened once.",
  );
}
