import { refuse } from "../errno.js";

/** A place in a file. @throws EINVAL beyond what any file has */
export function offsetOf(offset: bigint): number {
  return offset <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(offset) : refuse("EINVAL");
}
