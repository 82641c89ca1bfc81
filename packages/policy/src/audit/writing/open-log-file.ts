import { closeSync, lstatSync, openSync, renameSync } from "node:fs";
import { resolve } from "node:path";
import { reasonOf, unavailable } from "../unavailable.js";
import { Descriptor } from "./descriptor.js";
import { LogFile, type RotationSettings } from "./log-file.js";
import { type Tail, tailOf } from "./tail.js";
import { WriterMark } from "./writer-mark.js";

export interface OpenedLog {
  readonly file: LogFile;
  readonly tail: Tail;
}

/** @throws ERR_AUDIT_UNAVAILABLE */
export function openLogFile(file: string, settings: RotationSettings): OpenedLog {
  const path = resolve(file);
  const mark = new WriterMark(path);
  let descriptor: Descriptor | undefined;
  try {
    undoHalfRotation(path);
    descriptor = openRegular(path);
    const { size } = descriptor.stat();
    const tail = tailOf(descriptor.fd, size);
    if (tail === undefined) throw notALog(path);
    if (tail.lacksNewline) descriptor.writeSync(Buffer.from("\n"), size);
    const end = tail.end + (tail.lacksNewline ? 1 : 0);
    return { file: new LogFile(path, { descriptor, mark, end }, settings), tail };
  } catch (error) {
    descriptor?.close();
    mark.release();
    throw error;
  }
}

/** A process was killed between moving the file away and writing another: the chain ends in the one that was moved. */
function undoHalfRotation(path: string): void {
  const now = lstatSync(path, { throwIfNoEntry: false });
  const isEmpty = now === undefined || (now.isFile() && now.size === 0);
  if (isEmpty && isLog(`${path}.1`)) renameSync(`${path}.1`, path);
}

function isLog(path: string): boolean {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (!status?.isFile()) return false;
  const fd = openSync(path, "r");
  try {
    return status.size > 0 && tailOf(fd, status.size) !== undefined;
  } finally {
    closeSync(fd);
  }
}

function openRegular(path: string): Descriptor {
  let descriptor: Descriptor;
  try {
    descriptor = Descriptor.open(path);
  } catch (cause) {
    throw notUsable(path, reasonOf(cause), cause);
  }
  const status = descriptor.stat();
  const isOthers = process.platform !== "win32" && (status.mode & 0o022) !== 0;
  if (status.isFile() && !isOthers) return descriptor;
  descriptor.close();
  throw notUsable(path, status.isFile() ? "one that others may write, too" : "none");
}

function notUsable(path: string, got: string, cause?: unknown): Error {
  return unavailable(
    `Expected a regular file for \`file\` that this process may write, and no one else, got ${JSON.stringify(path)}: ${got}. ` +
      "Name a file in a folder of your own; a link is not followed.",
    cause,
  );
}

function notALog(path: string): Error {
  return unavailable(
    `Expected an audit log for \`file\`, got ${JSON.stringify(path)}, whose last line is of none. ` +
      "Name another file, or move this one away.",
  );
}
