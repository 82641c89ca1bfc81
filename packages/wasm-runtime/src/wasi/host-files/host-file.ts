import { closeSync, fstatSync, fsyncSync, ftruncateSync, readSync, writeSync } from "node:fs";
import { refuse } from "../errno.js";
import type { OpenFile } from "../files/open-file.js";
import type { Stat, Times } from "../files/stat.js";
import { attempt } from "./attempt.js";
import { statOfHost } from "./host-stat.js";
import { setHostTimes } from "./host-times.js";
import type { CloseFd, HostTree } from "./host-tree.js";

/** An open regular file of the host. Owns its descriptor. */
export class HostFile implements OpenFile {
  readonly #tree: HostTree;
  readonly #fd: number;
  readonly #close: CloseFd;

  constructor(tree: HostTree, fd: number, close: CloseFd = closeSync) {
    this.#tree = tree;
    this.#fd = fd;
    this.#close = close;
  }

  read(into: Uint8Array, at: number): number {
    return attempt(() => readSync(this.#fd, into, 0, into.length, at));
  }

  write(from: Uint8Array, at: number): number {
    if (from.length === 0) return 0;
    return this.#tree.quota.isLimited
      ? this.#writePaying(from, at)
      : this.#write(from, from.length, at);
  }

  size(): number {
    return attempt(() => fstatSync(this.#fd).size);
  }

  resize(size: number): void {
    const { quota } = this.#tree;
    const growth = size - this.size();
    quota.paying(Math.max(0, growth), () => attempt(() => ftruncateSync(this.#fd, size)));
    quota.give(Math.max(0, -growth));
  }

  stat(): Stat {
    return statOfHost(
      attempt(() => fstatSync(this.#fd, { bigint: true })),
      this.#tree.device,
    );
  }

  setTimes(times: Times): void {
    setHostTimes(this.#tree, `/proc/self/fd/${this.#fd}`, times, true);
  }

  sync(): void {
    attempt(() => fsyncSync(this.#fd));
  }

  close(): void {
    this.#close(this.#fd);
  }

  #write(from: Uint8Array, length: number, at: number): number {
    return attempt(() => writeSync(this.#fd, from, 0, length, at));
  }

  #writePaying(from: Uint8Array, at: number): number {
    const { quota } = this.#tree;
    const size = this.size();
    const end = Math.min(at + from.length, size + quota.left);
    if (end <= at) refuse("EDQUOT");
    const growth = Math.max(0, end - size);
    const count = quota.paying(growth, () => this.#write(from, end - at, at));
    quota.give(Math.min(growth, end - at - count)); // a short write
    return count;
  }
}
