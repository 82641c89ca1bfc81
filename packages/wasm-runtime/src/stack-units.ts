import { isMainThread, resourceLimits } from "node:worker_threads";
import { FRAME_UNIT_BYTES } from "./metering/index.js";

/** V8's own default on 64-bit machines (flag-definitions.h, `stack_size`). */
const DEFAULT_KIB = 984;
/** Left to the host: what it has called before, and what its functions need that the guest calls. */
const HOST_BYTES = 320 * 1024;

/** Frame units (metering/contract.ts) that a guest may use of this thread's stack. */
export function stackUnitsHere(): number {
  return Math.max(1, Math.floor((stackBytes() - HOST_BYTES) / FRAME_UNIT_BYTES));
}

/** Frame units that a function of the host takes, with what it calls, until it calls a guest: 4 KiB. */
export const HOST_UNITS: number = (4 * 1024) / FRAME_UNIT_BYTES;

function stackBytes(): number {
  if (!isMainThread && resourceLimits.stackSizeMb) {
    return resourceLimits.stackSizeMb * 2 ** 20 - WORKER_BUFFER_BYTES;
  }
  const flags = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? "").split(/\s+/)];
  const sizes = flags.map((flag) => /^--stack[-_]size=(\d+)$/.exec(flag)?.[1]);
  const given = sizes.find((size) => size !== undefined);
  return (given === undefined ? DEFAULT_KIB : Number(given)) * 1024;
}

/** Node keeps so much of a worker's stack to itself (src/node_worker.h, kStackBufferSize). */
const WORKER_BUFFER_BYTES = 192 * 1024;
