import { Clockid } from "../abi/constants.js";
import { refuse } from "../errno.js";
import type { Clock } from "../sources/clock.js";
import type { System } from "../system.js";

export function clockCalls({ memory, clock }: System) {
  return {
    clock_res_get(id: number, result: number): void {
      const { realtime, monotonic } = clock.resolution;
      memory.setU64(result, isRealtime(id) ? realtime : monotonic);
    },
    clock_time_get(id: number, _precision: bigint, result: number): void {
      memory.check(result, 8);
      memory.setU64(result, readClock(clock, id));
    },
  };
}

/** Nanoseconds. @throws EINVAL */
export function readClock(clock: Clock, id: number): bigint {
  return isRealtime(id) ? clock.realtime() : clock.monotonic();
}

/** The CPU clocks tell the guest's time as well: it is all that the guest runs in. */
function isRealtime(id: number): boolean {
  if (id > Clockid.threadCpu) refuse("EINVAL");
  return id === Clockid.realtime;
}
