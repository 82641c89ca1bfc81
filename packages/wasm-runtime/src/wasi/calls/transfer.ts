import { Size } from "../abi/constants.js";
import type { GuestMemory } from "../abi/guest-memory.js";
import { Refusal, refuse } from "../errno.js";
import { MAX_IOVECS, MAX_TRANSFER_BYTES } from "../limits.js";

/**
 * Moves bytes between the buffers that a guest lists and `move`, in order, until one is not filled or emptied. All of the
 * list is checked first: a call with a pointer that lies does nothing.
 *
 * @returns bytes moved
 * @throws EINVAL, EFAULT, and what `move` refuses with before anything was moved
 */
export function transfer(
  memory: GuestMemory,
  iovecs: number,
  count: number,
  move: (bytes: Uint8Array, done: number) => number,
): number {
  if (count > MAX_IOVECS) refuse("EINVAL");
  memory.check(iovecs, count * Size.iovec);
  for (let i = 0; i < count; i++) {
    const at = iovecs + i * Size.iovec;
    memory.check(memory.u32(at), memory.u32(at + 4));
  }
  let done = 0;
  for (let i = 0; i < count && done < MAX_TRANSFER_BYTES; i++) {
    const at = iovecs + i * Size.iovec;
    const length = Math.min(memory.u32(at + 4), MAX_TRANSFER_BYTES - done);
    const moved = moveOne(memory.bytes(memory.u32(at), length), done, move);
    done += moved;
    if (moved < length) break;
  }
  return done;
}

/** What was moved is said, also if the next buffer is refused. */
function moveOne(
  bytes: Uint8Array,
  done: number,
  move: (bytes: Uint8Array, done: number) => number,
): number {
  if (done === 0) return move(bytes, done);
  try {
    return move(bytes, done);
  } catch (error) {
    if (error instanceof Refusal) return 0;
    throw error;
  }
}
