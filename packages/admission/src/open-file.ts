/** Opens a file that somebody else may exchange while we look. */
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readlinkSync,
  statSync,
} from "node:fs";

export interface OpenFile {
  /** Owned by the caller. Closed on exec: libuv opens all with O_CLOEXEC. */
  readonly fd: number;
  readonly status: BigIntStats;
}

/** `path` is no regular file. */
export class NotRegularError extends Error {}

/**
 * Never waits for a FIFO, and does nothing to a device: it is looked at before, and again once it is open.
 *
 * @throws NotRegularError, or what open(2) says
 */
export function openRegularFile(path: string, flags = 0): OpenFile {
  if (!statSync(path).isFile()) throw new NotRegularError(path);
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  try {
    const status = fstatSync(fd, { bigint: true });
    if (!status.isFile()) throw new NotRegularError(path);
    return { fd, status };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Where the open file is now; " (deleted)" behind where it was. undefined: nobody can say. */
export function pathOfDescriptor(fd: number): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined;
  }
}
