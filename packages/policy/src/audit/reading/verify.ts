import { checkKeys } from "@cofferdam/core";
import type { Head } from "../line/head.js";
import { linesOf } from "./lines.js";
import type { Verification } from "./verification.js";
import { Verifier } from "./verifier.js";

export interface VerifyOptions {
  /** What `log.head()` said once, and was kept elsewhere: the log must contain it. */
  readonly head?: Pick<Head, "hash" | "events">;
}

/**
 * Reads a log, and finds lines that were changed, removed, added or moved. Who may write its files can make a whole new chain,
 * or cut off the end of this one: only a `head` that was kept elsewhere shows that.
 *
 * @throws ERR_AUDIT_UNAVAILABLE: there is none, or it cannot be read
 */
export async function verifyAuditLog(
  file: string,
  options: VerifyOptions = {},
): Promise<Verification> {
  checkKeys(options, ["head"], "verifyAuditLog");
  const verifier = new Verifier(options.head);
  for await (const line of linesOf(file)) verifier.read(line);
  return verifier.result();
}
