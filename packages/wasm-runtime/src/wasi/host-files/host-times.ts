import { lstatSync, lutimesSync, statSync, utimesSync } from "node:fs";
import type { Times } from "../files/stat.js";
import { attempt } from "./attempt.js";
import type { HostTree } from "./host-tree.js";
import { refuseNative } from "./native-errno.js";

/** @param follow the path is a descriptor's own, which is a link of /proc */
export function setHostTimes(tree: HostTree, path: string, times: Times, follow: boolean): void {
  if (tree.native === undefined) attempt(() => setRoughly(path, times, follow));
  else {
    const error = tree.native.setTimes(path, follow, times.atim, times.mtim);
    if (error < 0) refuseNative(error);
  }
}

/** Node takes seconds as a double: to about a quarter of a microsecond. */
function setRoughly(path: string, { atim, mtim }: Times, follow: boolean): void {
  const now = (follow ? statSync : lstatSync)(path, { bigint: true });
  const set = follow ? utimesSync : lutimesSync;
  set(path, seconds(atim ?? now.atimeNs), seconds(mtim ?? now.mtimeNs));
}

function seconds(nanoseconds: bigint): number {
  return Number(nanoseconds) / 1e9;
}
