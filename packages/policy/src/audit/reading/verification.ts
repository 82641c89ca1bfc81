import type { Head } from "../line/head.js";
import type { Problem } from "./problem.js";

/** What `verifyAuditLog` found. */
export interface Verification {
  /** There are no problems; there may be warnings. */
  readonly ok: boolean;
  /** The oldest first. */
  readonly files: readonly string[];
  readonly events: number;
  /** Number of the first event that is kept, or would be; from 2 on: older files are gone. null: the log is empty. */
  readonly begins: number | null;
  /** Time of the first line and of the last one. */
  readonly from: string | null;
  readonly to: string | null;
  /** Events that the log says it had no room for. */
  readonly dropped: number;
  /** How often it says that something was refused, as it could not be logged. */
  readonly refused: number;
  /** Where the chain ends. */
  readonly head: Head | null;
  /** The first thousand. */
  readonly problems: readonly Problem[];
  readonly problemCount: number;
  /** What a crash explains, or what the log says of itself. The first thousand. */
  readonly warnings: readonly Problem[];
}
