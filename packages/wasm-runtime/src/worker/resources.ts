import type { ResourceLimits } from "node:worker_threads";
import type { MemoryLimitFault } from "@cofferdam/core";
import type { Limits } from "../limits.js";
import { stackMegabytesFor } from "../stack-units.js";

/** Megabytes that a thread's own JavaScript takes, with modules that are large. */
const OWN_HEAP_MB = 64;
const MB = 2 ** 20;

/** What a thread is given for a module. @param gc its objects may be in the thread's heap: that is limited, too */
export function resourcesFor({ stackDepth, memory }: Limits, gc: boolean): ResourceLimits {
  const heap = OWN_HEAP_MB + Math.ceil(memory / MB);
  return {
    stackSizeMb: stackMegabytesFor(stackDepth),
    ...(gc && Number.isFinite(heap) && { maxOldGenerationSizeMb: heap }),
  };
}

/** What it is when the heap is used up; undefined: it is not limited. Its own part of it is not known: all of it counts. */
export function outOfMemory(
  { memory: limit }: Limits,
  { maxOldGenerationSizeMb: heap }: ResourceLimits,
): MemoryLimitFault | undefined {
  return heap === undefined ? undefined : { kind: "memory-limit", limit, amount: heap * MB };
}
