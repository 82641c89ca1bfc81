import { close, constants, fstatSync, open, openSync, type Stats, write, writeSync } from "node:fs";
import { promisify } from "node:util";

const { O_RDWR, O_CREAT, O_EXCL, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
/** Without O_NONBLOCK a device could be waited for, before anything shows that it is one. */
const FLAGS = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK;

/**
 * An open file that is written at given positions. So a write that is under way can be done once more, synchronously, before
 * others go on behind it: the same bytes come to the same place twice.
 */
export class Descriptor {
  readonly fd: number;
  #isWriting = false;
  #isClosed = false;

  private constructor(fd: number) {
    this.fd = fd;
  }

  static open(path: string): Descriptor {
    return new Descriptor(openSync(path, FLAGS, 0o600));
  }

  static async create(path: string, mode: number): Promise<Descriptor> {
    return new Descriptor(await promisify(open)(path, FLAGS | O_EXCL, mode));
  }

  static createSync(path: string, mode: number): Descriptor {
    return new Descriptor(openSync(path, FLAGS | O_EXCL, mode));
  }

  stat(): Stats {
    return fstatSync(this.fd);
  }

  /** One at a time. */
  write(bytes: Buffer, position: number, done: (error: Error | null) => void): void {
    this.#isWriting = true;
    write(this.fd, bytes, 0, bytes.length, position, (error, written) => {
      if (!error && written < bytes.length && !this.#isClosed) {
        this.write(bytes.subarray(written), position + written, done);
        return;
      }
      this.#isWriting = false;
      if (this.#isClosed) this.#close();
      done(error);
    });
  }

  writeSync(bytes: Buffer, position: number): void {
    for (let written = 0; written < bytes.length; ) {
      const rest = bytes.length - written;
      written += writeSync(this.fd, bytes, written, rest, position + written);
    }
  }

  /** A write that is under way needs the number still. */
  close(): void {
    this.#isClosed = true;
    if (!this.#isWriting) this.#close();
  }

  #close(): void {
    close(this.fd, () => {});
  }
}
