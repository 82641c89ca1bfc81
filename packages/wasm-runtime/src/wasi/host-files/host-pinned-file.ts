import { closeSync, fstatSync, openSync } from "node:fs";
import { refuse } from "../errno.js";
import type { OpenHow } from "../files/directory.js";
import type { OpenFile } from "../files/open-file.js";
import type { PinnedFile } from "../files/pinned-file.js";
import { ReadOnlyFile } from "../files/read-only.js";
import type { Stat, Times } from "../files/stat.js";
import { attempt } from "./attempt.js";
import { HostFile } from "./host-file.js";
import { flagsOf } from "./host-open.js";
import { statOfHost } from "./host-stat.js";
import { setHostTimes } from "./host-times.js";
import type { HostTree } from "./host-tree.js";

/** A single file of the host: the one that was there when it was mounted, whatever gets its name later. */
export class HostPinnedFile implements PinnedFile {
  readonly #tree: HostTree;
  /** O_PATH; owned. */
  readonly #fd: number;
  readonly #isReadOnly: boolean;

  constructor(tree: HostTree, fd: number, isReadOnly: boolean) {
    this.#tree = tree;
    this.#fd = fd;
    this.#isReadOnly = isReadOnly;
  }

  open(how: OpenHow): OpenFile {
    if (this.#isReadOnly && (how.write || how.truncate)) refuse("EROFS");
    const file = new HostFile(
      this.#tree,
      attempt(() => openSync(this.#path, flagsOf(how))),
    );
    if (how.truncate) file.resize(0);
    return this.#isReadOnly ? new ReadOnlyFile(file) : file;
  }

  stat(): Stat {
    return statOfHost(
      attempt(() => fstatSync(this.#fd, { bigint: true })),
      this.#tree.device,
    );
  }

  setTimes(times: Times): void {
    if (this.#isReadOnly) refuse("EROFS");
    setHostTimes(this.#tree, this.#path, times, true);
  }

  reset(): void {}

  dispose(): void {
    closeSync(this.#fd);
  }

  /** Leads to the file itself, not to what its name is now. */
  get #path(): string {
    return `/proc/self/fd/${this.#fd}`;
  }
}
