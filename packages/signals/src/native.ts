import { loadNative } from "@cofferdam/core";

/** native/addon.cc */
export interface NativeSignals {
  /** The process's one layer object. */
  layer(): object;
  /** The process's one layer object for deadlines. */
  deadlineLayer(): object;
  /** `ended`: calls that deadlines ended, in the whole process. */
  clock(): { watchdog: "asleep" | "awake"; ended: number };
  /** Numbers of the signals whose handler was no longer ours; `repair` puts ours back where it can. */
  replaced(repair: boolean): { replaced: number[]; repaired: number[] };
  canReleaseMalloc(): boolean;
}

let loaded: NativeSignals | undefined;

/** The addon, loaded at first use. @throws UnsupportedPlatformError */
export function nativeSignals(): NativeSignals {
  loaded ??= loadNative<NativeSignals>(new URL("..", import.meta.url), "signals.node");
  return loaded;
}
