import { Errno, type ErrnoName, Refusal } from "../errno.js";

/** Asks the host's system. @throws Refusal with its errno */
export function attempt<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    throw refusalOf(error);
  }
}

/** What the system said; undefined: it did not refuse. */
export function errnoOf(error: unknown): ErrnoName | undefined {
  if (error instanceof Refusal) return error.name;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  if (syscall === undefined) return undefined; // not the system: a bug, or a stack that is full
  return typeof code === "string" && code in Errno ? (code as ErrnoName) : "EIO";
}

function refusalOf(error: unknown): unknown {
  const name = errnoOf(error);
  return name === undefined ? error : new Refusal(name);
}
