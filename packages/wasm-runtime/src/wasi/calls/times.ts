import { Fstflags } from "../abi/constants.js";
import { refuse } from "../errno.js";
import type { Times } from "../files/stat.js";
import type { Clock } from "../sources/clock.js";

const KNOWN = Fstflags.atim | Fstflags.atimNow | Fstflags.mtim | Fstflags.mtimNow;

/** @throws EINVAL for a flag that is not known, or a time that is given and now */
export function timesOf(clock: Clock, atim: bigint, mtim: bigint, flags: number): Times {
  if (flags & ~KNOWN) refuse("EINVAL");
  return {
    atim: pick(clock, atim, flags & Fstflags.atim, flags & Fstflags.atimNow),
    mtim: pick(clock, mtim, flags & Fstflags.mtim, flags & Fstflags.mtimNow),
  };
}

function pick(clock: Clock, time: bigint, given: number, now: number): bigint | undefined {
  if (given && now) refuse("EINVAL");
  if (now) return clock.realtime();
  return given ? time : undefined;
}
