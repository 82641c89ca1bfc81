import { posix } from "node:path";
import { realPathOf } from "@cofferdam/admission";
import { lockError, quoted, reasonOf } from "./lock-error.js";

/** @throws ERR_POLICY_LOCK */
export function realFolder(folder: string): string {
  try {
    return realPathOf(posix.resolve(folder)).realPath;
  } catch (cause) {
    throw lockError(
      `Expected the folder of a lock at ${quoted(folder)}, got ${reasonOf(cause)}. Give one that is there.`,
      { problem: "lock", path: folder, cause },
    );
  }
}
