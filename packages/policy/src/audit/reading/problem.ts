/**
 * What a verification found.
 * - "changed": the line is not what its hash says.
 * - "missing": lines before this one are not there.
 * - "reordered": the line stands behind later ones, or twice.
 * - "restarted": another chain begins.
 * - "not-json": the line is none of an audit log.
 * - "torn": the line ends in the middle. At the end of the newest file that is a process that was killed, and a warning.
 * - "meddled", a warning: the process that wrote found the file moved, or its size changed, and began another.
 */
export type ProblemKind =
  | "changed"
  | "missing"
  | "reordered"
  | "restarted"
  | "not-json"
  | "torn"
  | "meddled";

export interface Problem {
  readonly kind: ProblemKind;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** A sentence. */
  readonly message: string;
}
