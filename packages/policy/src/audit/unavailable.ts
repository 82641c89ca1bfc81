import { fail } from "@cofferdam/core";

/** @param problem "Expected … for `file`, got …. <one way out>." */
export function unavailable(problem: string, cause?: unknown): Error {
  return fail("ERR_AUDIT_UNAVAILABLE", problem, cause === undefined ? undefined : { cause });
}

/** `EACCES`, or what the error says. */
export function reasonOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
}
