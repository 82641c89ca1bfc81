/** A policy file's bytes: of one moment, of a regular file, and no more than there may be. */
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { MAX_FILE_BYTES, MAX_READINGS, SETTLE_MS } from "./limits.js";

export type FileRead =
  | {
      readonly bytes: Uint8Array;
      /** Of the file itself, whatever paths lead to it. */
      readonly identity: string;
    }
  /** Why it cannot be read, to follow "got". */
  | { readonly reason: string };

/** @param path absolute */
export async function readPolicyFile(path: string): Promise<FileRead> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK); // a FIFO would be waited for
    return await readWhole(file);
  } catch (error) {
    return { reason: reasonOf(error as NodeJS.ErrnoException) };
  } finally {
    await file?.close();
  }
}

/**
 * Half of a file that somebody writes at this moment may be a policy by itself, and one that allows more. So it is read once
 * nobody has written to it for a while, and that is longer than the ticks that times of files are counted in.
 */
async function readWhole(file: FileHandle): Promise<FileRead> {
  for (let reading = 0; reading < MAX_READINGS; reading++) {
    const status = await file.stat({ bigint: true });
    const { dev, ino, size, mtimeMs, mtimeNs } = status;
    if (!status.isFile()) return { reason: "what is no regular file" };
    if (size > MAX_FILE_BYTES) return { reason: `${size} bytes` };
    const age = Date.now() - Number(mtimeMs);
    if (age < SETTLE_MS) await setTimeout(SETTLE_MS - Math.max(0, age));
    const bytes = await readBytes(file, Number(size));
    const after = await file.stat({ bigint: true });
    const isSame = after.mtimeNs === mtimeNs && after.size === size;
    if (isSame && bytes.length === Number(size)) return { bytes, identity: `${dev}:${ino}` };
  }
  return { reason: "one that changes while it is read" };
}

async function readBytes(file: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await file.read(bytes, length, size - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "nothing: there is no such file",
  EACCES: "nothing: it may not be read",
  ELOOP: "nothing: too many symbolic links",
  ENOTDIR: "nothing: part of the path is no folder",
  EISDIR: "a folder",
};

function reasonOf({ code = "", message }: NodeJS.ErrnoException): string {
  return reasons[code] ?? message;
}
