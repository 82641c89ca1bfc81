import { fail, type SetupError } from "@cofferdam/core";
import { escaped } from "../toml/visible.js";
import type { Difference } from "./difference.js";

/**
 * - "lock": the lock itself cannot be read or written.
 * - "file": a file cannot be locked.
 * - "unlisted": a file is not in the lock.
 * - "drift": a file is not what the lock has.
 */
export type LockProblem = "lock" | "file" | "unlisted" | "drift";

/** ERR_POLICY_LOCK, with what audit asks for. */
export interface LockError extends SetupError {
  readonly problem: LockProblem;
  /** Of the lock as it was given, of the file the real path; as it was given where it has none. */
  readonly path: string;
  /** Of "drift"; otherwise none. */
  readonly differences: readonly Difference[];
}

export interface LockErrorDetails extends ErrorOptions {
  readonly problem: LockProblem;
  readonly path: string;
  readonly differences?: readonly Difference[];
}

export function lockError(
  message: string,
  { problem, path, differences = [], ...options }: LockErrorDetails,
): LockError {
  const error = fail("ERR_POLICY_LOCK", message, options) as SetupError;
  return Object.assign(error, { problem, path, differences });
}

/** A path in a message. */
export function quoted(path: string): string {
  return escaped(JSON.stringify(path));
}

/** `ENOENT`, or what the error says. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
