/** A guest that is the test itself: it makes its calls by hand, through memory of its own. */

import { Right } from "../../src/wasi/abi/rights.ts";
import type { FunctionName } from "../../src/wasi/abi/signatures.ts";
import { createWasi, type Wasi } from "../../src/wasi/create-wasi.ts";
import { Errno } from "../../src/wasi/errno.ts";
import type { WasiOptions } from "../../src/wasi/wasi-options.ts";
import type { Filestat, Listed, OpenTerms } from "./world-terms.ts";

const names = Object.fromEntries(Object.entries(Errno).map(([name, errno]) => [errno, name]));
const SCRATCH = 1024;
const LIMIT = 2 ** 17;

export const READ =
  Right.fdRead | Right.fdSeek | Right.fdTell | Right.fdFilestatGet | Right.fdReaddir;
export const WRITE =
  READ |
  Right.fdWrite |
  Right.fdAllocate |
  Right.fdFilestatSetSize |
  Right.fdFilestatSetTimes |
  Right.fdSync;

export class World {
  readonly wasi: Wasi;
  readonly memory = new WebAssembly.Memory({ initial: 4 });
  #top = SCRATCH;

  constructor(options: WasiOptions = {}) {
    this.wasi = createWasi(options);
    this.wasi.bind(this.memory);
  }

  get bytes(): Uint8Array {
    return new Uint8Array(this.memory.buffer);
  }

  get view(): DataView {
    return new DataView(this.memory.buffer);
  }

  /** The errno's name. */
  call(name: FunctionName, ...args: readonly unknown[]): string {
    const errno = (this.wasi.imports[name] as (...all: unknown[]) => number)(...args);
    this.#top = SCRATCH;
    return names[errno] ?? `errno ${errno}`;
  }

  /** Room for so many bytes, until the next call. */
  room(length: number): number {
    const at = this.#top;
    this.#top += (length + 7) & ~7;
    if (this.#top > LIMIT) throw new RangeError("no room in the test's memory");
    return at;
  }

  /** Pointer and length. */
  text(text: string | Uint8Array): [number, number] {
    const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
    const at = this.room(bytes.length);
    this.bytes.set(bytes, at);
    return [at, bytes.length];
  }

  /** A list of one buffer. */
  iovec(pointer: number, length: number): number {
    const at = this.room(8);
    this.view.setUint32(at, pointer, true);
    this.view.setUint32(at + 4, length, true);
    return at;
  }

  /** A descriptor, or the errno's name. */
  open(path: string, terms: OpenTerms = {}): number | string {
    const { at = 3, follow = true, rights = READ, flags = 0 } = terms;
    const oflags =
      Number(terms.create ?? false) |
      (terms.directory ? 2 : 0) |
      (terms.exclusive ? 4 : 0) |
      (terms.truncate ? 8 : 0);
    const result = this.room(8);
    const errno = this.call(
      "path_open",
      at,
      follow ? 1 : 0,
      ...this.text(path),
      oflags,
      BigInt(rights),
      BigInt(2 ** 28 - 1),
      flags,
      result,
    );
    return errno === "ESUCCESS" ? this.view.getUint32(result, true) : errno;
  }

  /** A descriptor. */
  opened(path: string, terms: OpenTerms = {}): number {
    const fd = this.open(path, terms);
    if (typeof fd === "string") throw new Error(`cannot open ${path}: ${fd}`);
    return fd;
  }

  close(fd: number): string {
    return this.call("fd_close", fd);
  }

  mkdir(path: string, at = 3): string {
    return this.call("path_create_directory", at, ...this.text(path));
  }

  rmdir(path: string, at = 3): string {
    return this.call("path_remove_directory", at, ...this.text(path));
  }

  unlink(path: string, at = 3): string {
    return this.call("path_unlink_file", at, ...this.text(path));
  }

  symlink(target: string, path: string, at = 3): string {
    return this.call("path_symlink", ...this.text(target), at, ...this.text(path));
  }

  link(path: string, to: string, at = 3, toAt = 3): string {
    return this.call("path_link", at, 0, ...this.text(path), toAt, ...this.text(to));
  }

  rename(path: string, to: string, at = 3, toAt = 3): string {
    return this.call("path_rename", at, ...this.text(path), toAt, ...this.text(to));
  }

  /** What a link says, or the errno's name in brackets. */
  readlink(path: string, at = 3): string {
    const buffer = this.room(4096);
    const used = this.room(8);
    const errno = this.call("path_readlink", at, ...this.text(path), buffer, 4096, used);
    return errno === "ESUCCESS" ? this.#string(buffer, used) : `[${errno}]`;
  }

  /** What is written; or the errno's name. */
  write(fd: number, text: string | Uint8Array): number | string {
    const list = this.iovec(...this.text(text));
    const result = this.room(8);
    const errno = this.call("fd_write", fd, list, 1, result);
    return errno === "ESUCCESS" ? this.view.getUint32(result, true) : errno;
  }

  /** What is read from where it stands; or the errno's name in brackets. */
  read(fd: number, length = 1000): string {
    const buffer = this.room(length);
    const list = this.iovec(buffer, length);
    const result = this.room(8);
    const errno = this.call("fd_read", fd, list, 1, result);
    return errno === "ESUCCESS" ? this.#string(buffer, result) : `[${errno}]`;
  }

  seek(fd: number, to: bigint, whence = 0): bigint | string {
    const result = this.room(8);
    const errno = this.call("fd_seek", fd, to, whence, result);
    return errno === "ESUCCESS" ? this.view.getBigUint64(result, true) : errno;
  }

  stat(path: string, follow = true, at = 3): Filestat | string {
    const result = this.room(64);
    const errno = this.call("path_filestat_get", at, follow ? 1 : 0, ...this.text(path), result);
    return errno === "ESUCCESS" ? this.filestat(result) : errno;
  }

  fstat(fd: number): Filestat | string {
    const result = this.room(64);
    const errno = this.call("fd_filestat_get", fd, result);
    return errno === "ESUCCESS" ? this.filestat(result) : errno;
  }

  filestat(at: number): Filestat {
    const { view } = this;
    return {
      inode: view.getBigUint64(at + 8, true),
      filetype: view.getUint8(at + 16),
      links: view.getBigUint64(at + 24, true),
      size: view.getBigUint64(at + 32, true),
      atim: view.getBigUint64(at + 40, true),
      mtim: view.getBigUint64(at + 48, true),
    };
  }

  /** What a path's file holds, or the errno's name in brackets. */
  contents(path: string, at = 3): string {
    const fd = this.open(path, { at });
    if (typeof fd === "string") return `[${fd}]`;
    const text = this.read(fd, 60_000);
    this.close(fd);
    return text;
  }

  /** Makes a file of a text; the errno's name. */
  put(path: string, text: string, at = 3): string {
    const fd = this.open(path, { at, create: true, truncate: true, rights: WRITE });
    if (typeof fd === "string") return fd;
    const written = text === "" ? 0 : this.write(fd, text);
    this.close(fd);
    return typeof written === "string" ? written : "ESUCCESS";
  }

  /** Entries from a cookie on, as many as fit into so many bytes. */
  list(fd: number, cookie = 0n, length = 4096): Listed[] {
    const buffer = this.room(length);
    const used = this.room(8);
    const errno = this.call("fd_readdir", fd, buffer, length, cookie, used);
    if (errno !== "ESUCCESS") throw new Error(errno);
    const end = buffer + this.view.getUint32(used, true);
    const entries: Listed[] = [];
    for (let at = buffer; at + 24 <= end; ) {
      const size = this.view.getUint32(at + 16, true);
      const from = at + 24;
      if (from + size > end) break;
      entries.push({
        name: new TextDecoder().decode(this.bytes.slice(from, from + size)),
        filetype: this.view.getUint8(at + 20),
        next: this.view.getBigUint64(at, true),
        inode: this.view.getBigUint64(at + 8, true),
      });
      at = from + size;
    }
    return entries;
  }

  /** Names in a directory, without `.` and `..`. */
  names(path = ".", at = 3): string[] {
    const fd = this.opened(path, { at, directory: true });
    const names = this.list(fd, 0n, 60_000).map(({ name }) => name);
    this.close(fd);
    return names.filter((name) => name !== "." && name !== "..").sort();
  }

  #string(at: number, lengthAt: number): string {
    const length = this.view.getUint32(lengthAt, true);
    return new TextDecoder().decode(this.bytes.slice(at, at + length));
  }
}
