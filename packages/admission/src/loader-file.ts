import { closeSync } from "node:fs";
import { bytesOfFile, take } from "./bytes.js";
import { MAX_LOADER_FILE_BYTES } from "./limits.js";
import { openRegularFile } from "./open-file.js";

/** A configuration file of the system's loader; undefined: there is none, or none that is to be trusted to end. */
export function readLoaderFile(path: string): Buffer | undefined {
  let fd: number | undefined;
  try {
    fd = openRegularFile(path).fd;
    const bytes = bytesOfFile(fd);
    return bytes.size > MAX_LOADER_FILE_BYTES ? undefined : take(bytes, 0, bytes.size, "file");
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
