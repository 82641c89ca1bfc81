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

/** Frame units that a guest may use in a thread of its own: of a stack of 256 MiB, which takes memory as far as it is used. */
export const WORKER_UNITS: number = 2 ** 20 - 2 ** 12;

/** What Node gives a thread where nothing is said. */
const DEFAULT_WORKER_MB = 4;

/** Megabytes of stack of a thread whose guest may use so many frame units. */
export function stackMegabytesFor(units: number): number {
  const bytes = units * FRAME_UNIT_BYTES + HOST_BYTES + WORKER_BUFFER_BYTES;
  return Math.max(DEFAULT_WORKER_MB, Math.ceil(bytes / 2 ** 20));
}

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
