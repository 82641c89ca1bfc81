import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { posix } from "node:path";

/**
 * Another text takes the place of a file's: as a whole or not at all, also when the machine stops meanwhile. A link at `path`
 * is replaced, not followed.
 *
 * @throws what the system says
 */
export function replaceFile(path: string, text: string): void {
  const next = posix.join(posix.dirname(path), `.${posix.basename(path)}.${randomUUID()}`);
  try {
    synced(openSync(next, "wx", 0o644), (fd) => writeFileSync(fd, text));
    renameSync(next, path);
    synced(openSync(posix.dirname(path), "r"));
  } finally {
    rmSync(next, { force: true }); // there only if it was not renamed
  }
}

/** Closes it behind that. */
function synced(fd: number, write: (fd: number) => void = () => {}): void {
  try {
    write(fd);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
