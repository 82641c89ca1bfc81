import { Filetype } from "../abi/constants.js";
import { refuse } from "../errno.js";
import type { Directory, Entry, Link, OpenHow } from "./directory.js";
import type { OpenFile } from "./open-file.js";
import type { PinnedFile } from "./pinned-file.js";
import type { Stat } from "./stat.js";
import { UnchangingNames } from "./unchanging-names.js";

/** The directory that single files appear in: preview 1 hands out directories only. Its names cannot be changed. */
export class PinnedDirectory extends UnchangingNames implements Directory {
  readonly #files: ReadonlyMap<string, PinnedFile>;
  readonly #stat: Stat;
  readonly tree = this;

  constructor(files: ReadonlyMap<string, PinnedFile>, device: bigint, time: bigint) {
    super();
    this.#files = files;
    this.#stat = {
      device,
      inode: 1n,
      filetype: Filetype.directory,
      links: 1n,
      size: BigInt(files.size),
      atim: time,
      mtim: time,
      ctim: time,
    };
  }

  enter(name: string): Directory | Link {
    this.#get(name);
    return refuse("ENOTDIR");
  }

  again(): Directory {
    return this;
  }

  open(name: string, how: OpenHow): OpenFile {
    const file = this.#files.get(name) ?? refuse(how.create ? "EROFS" : "ENOENT");
    if (how.create && how.exclusive) refuse("EEXIST");
    return how.directory ? refuse("ENOTDIR") : file.open(how);
  }

  enterBeneath(): undefined {}
  openBeneath(): undefined {}

  stat(name: string): Stat {
    return this.#get(name).stat();
  }

  setTimes(name: string, times: Parameters<PinnedFile["setTimes"]>[0]): void {
    this.#get(name).setTimes(times);
  }

  readlink(name: string): string {
    this.#get(name);
    return refuse("EINVAL");
  }

  list(): readonly Entry[] {
    return Array.from(this.#files.keys(), (name) => ({ name, filetype: Filetype.regularFile }));
  }

  statSelf(): Stat {
    return this.#stat;
  }

  close(): void {}

  #get(name: string): PinnedFile {
    return this.#files.get(name) ?? refuse("ENOENT");
  }
}
