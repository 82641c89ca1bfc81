import { posix } from "node:path";
import { replaceFile } from "../files/replace-file.js";
import { MAX_LOCK_BYTES } from "./limits.js";
import type { Lock } from "./lock.js";
import { lockError, quoted, reasonOf } from "./lock-error.js";
import { lockText } from "./lock-text.js";
import { realFolder } from "./real-folder.js";

/** As a whole or not at all. @throws ERR_POLICY_LOCK */
export function writeLock(file: string, lock: Pick<Lock, "entries" | "folder">): void {
  const text = lockText(lock);
  const length = Buffer.byteLength(text);
  if (length > MAX_LOCK_BYTES) throw tooLong(file, length);
  const path = posix.resolve(file);
  if (realFolder(posix.dirname(path)) !== lock.folder) throw elsewhere(file, lock.folder);
  try {
    replaceFile(path, text);
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

function tooLong(file: string, length: number): Error {
  return lockError(
    `Expected a lock of at most ${MAX_LOCK_BYTES} bytes for ${quoted(file)}, got ${length}. Lock fewer files.`,
    { problem: "lock", path: file },
  );
}

/** Its paths would be those of other files there. */
function elsewhere(file: string, folder: string): Error {
  return lockError(
    `Expected a lock for the folder ${quoted(folder)}, got ${quoted(file)}. Make it for the folder that it is to be in.`,
    { problem: "lock", path: file },
  );
}

function unwritable(file: string, cause: unknown): Error {
  return lockError(
    `Expected to write ${quoted(file)}, got ${reasonOf(cause)}. Lock in a folder that this user may write.`,
    { problem: "lock", path: file, cause },
  );
}
