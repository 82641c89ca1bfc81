import type { GuestMemory } from "./abi/guest-memory.js";
import type { DescriptorTable } from "./descriptors/table.js";
import type { Clock } from "./sources/clock.js";
import type { Random } from "./sources/random.js";

/** What the calls of one guest work on. */
export interface System {
  readonly memory: GuestMemory;
  readonly descriptors: DescriptorTable;
  readonly clock: Clock;
  readonly random: Random;
  /** UTF-8, without the NUL that ends each. */
  readonly args: readonly Uint8Array[];
  readonly env: readonly Uint8Array[];
}
