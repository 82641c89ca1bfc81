import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { resolve } from "node:path";
import { lastNumber } from "../files.js";
import { reasonOf, unavailable } from "../unavailable.js";

export interface OpenedFile {
  readonly path: string;
  readonly handle: FileHandle;
}

/**
 * All files of a log, opened before any is read: a rotation meanwhile changes their names only. They are opened newest first, and
 * moved oldest first, so one that is moved is met later again; and there may be one more than there was when that was asked.
 *
 * @returns the oldest first
 * @throws ERR_AUDIT_UNAVAILABLE: there is none, or one that cannot be read
 */
export async function openFiles(file: string): Promise<readonly OpenedFile[]> {
  const path = resolve(file);
  const opened = new Map<string, OpenedFile>();
  try {
    await openInto(opened, path);
    let last = await lastNumber(path);
    for (let number = 1; number <= last + 1; number++) {
      await openInto(opened, `${path}.${number}`);
      if (number > last) last = await lastNumber(path);
    }
    if (opened.size === 0) throw Object.assign(new Error(), { code: "ENOENT" });
  } catch (cause) {
    await closeFiles([...opened.values()]);
    throw unavailable(
      `Expected an audit log, got ${JSON.stringify(file)} (${reasonOf(cause)}). Name the file that [audit] names.`,
      cause,
    );
  }
  return [...opened.values()].reverse();
}

export async function closeFiles(files: readonly OpenedFile[]): Promise<void> {
  for (const { handle } of files) await handle.close();
}

/** One that was opened already was moved between; one that is gone was the last, or is moved just now. */
async function openInto(opened: Map<string, OpenedFile>, path: string): Promise<void> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const status = await handle.stat({ bigint: true });
  const identity = `${status.dev} ${status.ino}`;
  if (status.isFile() && !opened.has(identity)) {
    opened.set(identity, { path, handle });
    return;
  }
  await handle.close();
  if (!status.isFile()) throw new Error("it is no regular file");
}
