import { MAX_LINE_BYTES } from "../limits.js";
import { closeFiles, type OpenedFile, openFiles } from "./log-handles.js";

export interface Line {
  readonly file: string;
  /** In the file, from 1. */
  readonly number: number;
  /** Without its newline; undefined: longer than any line of a log. */
  readonly bytes: Buffer | undefined;
  /** It ends with a newline. */
  readonly isFinished: boolean;
  /** Of the file that is written now. */
  readonly isNewest: boolean;
}

const NEWLINE = 10;
const READ_BYTES = 256 * 1024;

/** The lines of a log, the oldest file first, one piece of a file at a time. */
export async function* linesOf(file: string): AsyncGenerator<Line> {
  const files = await openFiles(file);
  try {
    for (const opened of files) yield* linesIn(opened, opened === files.at(-1));
  } finally {
    await closeFiles(files);
  }
}

async function* linesIn({ path, handle }: OpenedFile, isNewest: boolean): AsyncGenerator<Line> {
  const joint = new Joint();
  let number = 0;
  const line = (bytes: Buffer | undefined, isFinished: boolean): Line => ({
    file: path,
    number: ++number,
    bytes,
    isFinished,
    isNewest,
  });
  while (true) {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.allocUnsafe(READ_BYTES) });
    if (bytesRead === 0) break;
    const piece = buffer.subarray(0, bytesRead);
    let start = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, start)) {
      yield line(joint.with(piece.subarray(start, end)), true);
      start = end + 1;
    }
    joint.keep(piece.subarray(start));
  }
  if (joint.length > 0) yield line(joint.with(Buffer.alloc(0)), false);
}

/** The beginning of a line that ends in the next piece. What is too long is counted, not kept. */
class Joint {
  #parts: Buffer[] = [];
  length = 0;

  keep(part: Buffer): void {
    this.length += part.length;
    if (this.length <= MAX_LINE_BYTES) this.#parts.push(part);
    else this.#parts = [];
  }

  with(end: Buffer): Buffer | undefined {
    const parts = [...this.#parts, end];
    const length = this.length + end.length;
    this.#parts = [];
    this.length = 0;
    if (length > MAX_LINE_BYTES) return undefined;
    return parts.length === 1 ? end : Buffer.concat(parts);
  }
}
