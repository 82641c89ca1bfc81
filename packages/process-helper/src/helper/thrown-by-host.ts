/** What callbacks of the host threw, so that the host gets its own error back when it has gone through a library. */

/** koffi hands on the object that was thrown in it. */
const numbers = new WeakMap<object, number>();

/** @param number the host's, of what was thrown. @returns what to throw */
export function throwOfHost(error: unknown, number: number): unknown {
  if (typeof error === "object" && error !== null) numbers.set(error, number);
  return error;
}

/** 0: it is not the host's. */
export function numberOfThrown(error: unknown): number {
  return typeof error === "object" && error !== null ? (numbers.get(error) ?? 0) : 0;
}
