/** Who writes a log: `<file>.writer` names the process. Two that wrote the same chain would each break the other's. */
import {
  closeSync,
  fstatSync,
  openSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { reasonOf, unavailable } from "../unavailable.js";
import { isAlive, readWriter, type Writer, writerOf } from "./writer.js";

/** A process is in the middle of opening for less; an older claim without a name was left by one that was killed. */
const CLAIM_MS = 1000;

export class WriterMark {
  readonly #path: string;
  readonly #identity: string;

  /**
   * A mark that a process left which is gone is taken over. One from another container or machine is, too: if whoever made it
   * still writes, it notices before it writes next, by `isOurs`.
   *
   * @throws ERR_AUDIT_UNAVAILABLE: another process, or this one, has the log open
   */
  constructor(file: string) {
    this.#path = `${file}.writer`;
    const claim = `${this.#path}.new`; // only one at a time gets as far as to look at the mark
    if (isLeft(claim)) unlinkSync(claim);
    this.#identity = writeNew(claim);
    const holder = readWriter(this.#path);
    if (holder && isAlive(holder)) {
      unlinkSync(claim);
      throw heldBy(file, holder, this.#path);
    }
    moveInto(claim, this.#path);
    if (!this.isOurs()) throw beingOpened(this.#path);
  }

  isOurs(): boolean {
    const status = statSync(this.#path, { bigint: true, throwIfNoEntry: false });
    return status !== undefined && identityOf(status) === this.#identity;
  }

  release(): void {
    if (this.isOurs()) unlinkSync(this.#path);
  }
}

/** The number of an inode may come again. */
function identityOf(status: { readonly ino: bigint; readonly mtimeNs: bigint }): string {
  return `${status.ino} ${status.mtimeNs}`;
}

/** By a process that was killed in the middle of opening. */
function isLeft(claim: string): boolean {
  const status = statSync(claim, { throwIfNoEntry: false });
  if (status === undefined) return false;
  const claimant = readWriter(claim);
  return claimant ? !isAlive(claimant) : Date.now() - status.mtimeMs > CLAIM_MS;
}

/** @returns its identity */
function writeNew(claim: string): string {
  let fd: number | undefined;
  try {
    fd = openSync(claim, "wx", 0o600);
    writeSync(fd, JSON.stringify(writerOf(process.pid)));
    return identityOf(fstatSync(fd, { bigint: true }));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") throw beingOpened(claim);
    if (fd !== undefined) unlinkSync(claim);
    throw unavailable(
      `Expected a folder for \`file\` in which ${JSON.stringify(claim)} can be written, got ${reasonOf(cause)}. ` +
        "Make the folder, or give this process the right to write there, and room.",
      cause,
    );
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** Where two processes found the same claim left, either may move what the other has made. */
function moveInto(claim: string, mark: string): void {
  try {
    renameSync(claim, mark);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

function beingOpened(path: string): Error {
  return unavailable(
    `Expected a log for \`file\` that nobody else is opening, got one that another process is (${JSON.stringify(path)}). ` +
      "Give each its own file.",
  );
}

function heldBy(file: string, { pid }: Writer, mark: string): Error {
  const who = pid === process.pid ? "this process" : `process ${pid}`;
  return unavailable(
    `Expected a log for \`file\` that no one else writes, got ${JSON.stringify(file)}, which ${who} has open ` +
      `(${JSON.stringify(mark)}). Give each its own file.`,
  );
}
