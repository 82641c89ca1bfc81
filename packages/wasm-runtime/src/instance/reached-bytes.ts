import type { MemoryView } from "../abi/memory-view.js";
import { Violation } from "../faults/guest-fault.js";

/**
 * Memory of a guest that waits for the host.
 *
 * @param pointer the guest's, and so is the length: they may have come as negative numbers
 * @returns borrowed, valid until the guest runs on
 * @throws the violation that ends its call, unless all of it is memory
 */
export function reachedBytes(
  memory: MemoryView,
  action: "read" | "write",
  pointer: number,
  length: number,
): Uint8Array {
  const [from, size] = [pointer >>> 0, length >>> 0];
  const bytes = memory.bytes(from, size);
  if (bytes !== undefined) return bytes;
  const resource = `${size} bytes at 0x${from.toString(16)}`;
  throw new Violation(action, resource, `memory has ${memory.size} bytes`);
}
