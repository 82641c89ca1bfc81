import type { NativeWasmRuntime } from "../../native.js";
import type { HostQuota } from "./host-quota.js";

/** Closes what it belongs to: who opened a descriptor, Node or the addon, closes it. */
export type CloseFd = (fd: number) => void;

/** What the directories and files of one mount share. */
export interface HostTree {
  readonly device: bigint;
  readonly quota: HostQuota;
  /** undefined: openat2 goes name by name, and times are kept to about a microsecond. */
  readonly native: NativeWasmRuntime | undefined;
}
