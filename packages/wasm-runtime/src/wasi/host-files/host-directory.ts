import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
} from "node:fs";
import { constants as osConstants } from "node:os";
import { refuse } from "../errno.js";
import { type Directory, type Entry, Link, type OpenHow } from "../files/directory.js";
import type { OpenFile } from "../files/open-file.js";
import type { Stat, Times } from "../files/stat.js";
import { ENTRY_COST_BYTES } from "../limits.js";
import { attempt } from "./attempt.js";
import { HostFile } from "./host-file.js";
import { listHost } from "./host-list.js";
import { ENTERING, flagsOf, isDirectoryFd, openOrCreate, openPlace } from "./host-open.js";
import { statOfHost } from "./host-stat.js";
import { setHostTimes } from "./host-times.js";
import type { CloseFd, HostTree } from "./host-tree.js";

/**
 * A directory of the host, held by a descriptor: wherever it is moved to, it is this one. A name in it is reached through
 * /proc/self/fd/<descriptor>/<name>, so the kernel looks up one name and nothing else, and no call here follows a link in
 * that place. Owns its descriptor.
 */
export class HostDirectory implements Directory {
  readonly tree: HostTree;
  readonly #fd: number;
  readonly #close: CloseFd;

  constructor(tree: HostTree, fd: number, close: CloseFd = closeSync) {
    this.tree = tree;
    this.#fd = fd;
    this.#close = close;
  }

  enter(name: string): Directory | Link {
    const fd = openPlace(this.#at(name), ENTERING);
    return fd instanceof Link ? fd : new HostDirectory(this.tree, fd);
  }

  again(): Directory {
    return new HostDirectory(
      this.tree,
      attempt(() => openSync(`/proc/self/fd/${this.#fd}/.`, ENTERING)),
    );
  }

  open(name: string, how: OpenHow): OpenFile | Directory | Link {
    const fd = openOrCreate(this.tree, this.#at(name), how);
    return fd instanceof Link ? fd : this.#opened(fd, how, closeSync);
  }

  enterBeneath(path: string): Directory | undefined {
    const { native } = this.tree;
    if (native === undefined) return undefined;
    const fd = native.openBeneath(this.#fd, path, ENTERING);
    return fd < 0 ? undefined : new HostDirectory(this.tree, fd, native.close);
  }

  openBeneath(path: string, how: OpenHow): OpenFile | Directory | undefined {
    const { native } = this.tree;
    if (native === undefined) return undefined;
    if (path.includes("\0")) refuse("EINVAL"); // where C ends a text
    const flags = flagsOf(how) | (how.follow ? 0 : constants.O_NOFOLLOW);
    const fd = native.openBeneath(this.#fd, path, flags);
    if (fd === -osConstants.errno.ENOENT) refuse("ENOENT"); // what guests look for in vain they look for often
    return fd < 0 ? undefined : this.#opened(fd, how, native.close);
  }

  stat(name: string): Stat {
    return this.#statOf(attempt(() => lstatSync(this.#at(name), { bigint: true })));
  }

  setTimes(name: string, times: Times): void {
    setHostTimes(this.tree, this.#at(name), times, false);
  }

  readlink(name: string): string {
    return attempt(() => readlinkSync(this.#at(name)));
  }

  mkdir(name: string): void {
    this.#paid(() => mkdirSync(this.#at(name)));
  }

  rmdir(name: string): void {
    attempt(() => rmdirSync(this.#at(name)));
  }

  unlink(name: string): void {
    attempt(() => unlinkSync(this.#at(name)));
  }

  symlink(target: string, name: string): void {
    this.#paid(() => symlinkSync(target, this.#at(name)));
  }

  link(name: string, to: HostDirectory, newName: string): void {
    this.#paid(() => linkSync(this.#at(name), to.#at(newName)));
  }

  rename(name: string, to: HostDirectory, newName: string): void {
    attempt(() => renameSync(this.#at(name), to.#at(newName)));
  }

  list(): readonly Entry[] {
    return attempt(() => listHost(`/proc/self/fd/${this.#fd}/.`));
  }

  statSelf(): Stat {
    return this.#statOf(attempt(() => fstatSync(this.#fd, { bigint: true })));
  }

  setTimesSelf(times: Times): void {
    setHostTimes(this.tree, `/proc/self/fd/${this.#fd}`, times, true);
  }

  /** The names in it are the file system's to keep: there is no descriptor to sync with. */
  sync(): void {}

  close(): void {
    this.#close(this.#fd);
  }

  #at(name: string): string {
    return `/proc/self/fd/${this.#fd}/${name}`;
  }

  #paid(add: () => void): void {
    this.tree.quota.paying(ENTRY_COST_BYTES, () => attempt(add));
  }

  #statOf(stats: Parameters<typeof statOfHost>[0]): Stat {
    return statOfHost(stats, this.tree.device);
  }

  #opened(fd: number, how: OpenHow, close: CloseFd): OpenFile | Directory {
    if (isDirectoryFd(fd, close)) {
      if (!how.create) return new HostDirectory(this.tree, fd, close);
      close(fd);
      return refuse("EISDIR");
    }
    const file = new HostFile(this.tree, fd, close);
    if (how.truncate) truncate(file);
    return file;
  }
}

function truncate(file: HostFile): void {
  try {
    file.resize(0);
  } catch (error) {
    file.close();
    throw error;
  }
}
