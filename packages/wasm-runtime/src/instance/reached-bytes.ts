/** Memory of a guest that waits for the host. Its pointers and lengths may have come as negative numbers. */
import type { MemoryView } from "../abi/memory-view.js";
import { Violation } from "../faults/guest-fault.js";

/** @returns a copy. @throws the violation that ends its call, unless all of it is memory */
export function readReached(memory: MemoryView, pointer: number, length: number): Uint8Array {
  const [from, size] = [pointer >>> 0, length >>> 0];
  const bytes = memory.read(from, size);
  if (bytes !== undefined) return bytes;
  throw outside(memory, "read", from, size);
}

/** @throws the violation that ends its call, unless there is room */
export function writeReached(memory: MemoryView, pointer: number, bytes: Uint8Array): void {
  const to = pointer >>> 0;
  if (!memory.write(to, bytes)) throw outside(memory, "write", to, bytes.length);
}

function outside(memory: MemoryView, action: string, pointer: number, length: number): Violation {
  const resource = `${length} bytes at 0x${pointer.toString(16)}`;
  return new Violation(action, resource, `memory has ${memory.size} bytes`);
}
