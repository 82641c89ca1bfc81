import { resolve } from "node:path";
import { bytesOf, checkKeys, type Size } from "@cofferdam/core";
import { nativeWasmRuntimeIfAny } from "../../native.js";
import { checkMode } from "../check-mode.js";
import type { Mount } from "../mount.js";
import { checkPlatform, hostMount } from "./host-mount.js";

export interface HostFilesOptions {
  /** Default `"ro"`. */
  readonly mode?: "ro" | "rw";
  /**
   * Bytes by which the guest may make files longer, holes included: what it truncates it gets back, what it removes it does
   * not, and a new name costs 4 KiB.
   * Default: no limit.
   */
  readonly quota?: Size;
}

/**
 * A directory or a file of the host, to be mounted. The guest's way into it goes through no link that leads out, whoever
 * made it and whenever. Links that the guest makes may lead out for others: who reads in a directory that a guest writes to
 * does not follow them.
 *
 * @param path followed to where it leads, now and when it is mounted
 * @throws ERR_UNSUPPORTED_PLATFORM, ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function hostFiles(path: string, options: HostFilesOptions = {}): Mount {
  checkKeys(options, ["mode", "quota"], "hostFiles()");
  const { mode = "ro", quota } = options;
  checkMode(mode);
  checkPlatform();
  const mount = hostMount(path, {
    isReadOnly: mode === "ro",
    quota: quota === undefined ? Number.POSITIVE_INFINITY : bytesOf(quota, "quota"),
    native: nativeWasmRuntimeIfAny(),
  });
  const portable = { make: "host", path: resolve(path), options: { ...options } } as const;
  return { ...mount, portable: () => portable };
}
