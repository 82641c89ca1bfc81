import { Refusal, refuse } from "../errno.js";
import { type Directory, type Entry, isDirectory, Link, type OpenHow } from "./directory.js";
import type { OpenFile } from "./open-file.js";
import type { Stat } from "./stat.js";

/** A tree of which nothing can be changed: each directory and file that comes out of it is wrapped as well. */
export class ReadOnlyDirectory implements Directory {
  readonly #inner: Directory;
  readonly openBeneath?: (path: string, how: OpenHow) => OpenFile | Directory | undefined;
  readonly enterBeneath?: (path: string) => Directory | undefined;

  constructor(inner: Directory) {
    this.#inner = inner;
    if (inner.openBeneath) {
      this.openBeneath = (path, how) => {
        const opened = inner.openBeneath?.(path, reading(how));
        return opened && wrap(opened, how);
      };
    }
    if (inner.enterBeneath) {
      this.enterBeneath = (path) => {
        const entered = inner.enterBeneath?.(path);
        return entered && new ReadOnlyDirectory(entered);
      };
    }
  }

  get tree(): object {
    return this.#inner.tree;
  }

  enter(name: string): Directory | Link {
    const entered = this.#inner.enter(name);
    return entered instanceof Link ? entered : new ReadOnlyDirectory(entered);
  }

  again(): Directory {
    return new ReadOnlyDirectory(this.#inner.again());
  }

  open(name: string, how: OpenHow): OpenFile | Directory | Link {
    const opened = found(() => this.#inner.open(name, reading(how)), how);
    if (how.create && how.exclusive) {
      if (!(opened instanceof Link)) opened.close();
      refuse("EEXIST");
    }
    return opened instanceof Link ? opened : wrap(opened, how);
  }

  stat(name: string): Stat {
    return this.#inner.stat(name);
  }

  readlink(name: string): string {
    return this.#inner.readlink(name);
  }

  list(): readonly Entry[] {
    return this.#inner.list();
  }

  statSelf(): Stat {
    return this.#inner.statSelf();
  }

  close(): void {
    this.#inner.close();
  }

  sync(): void {}
  setTimes = refuseChange;
  mkdir = refuseChange;
  rmdir = refuseChange;
  unlink = refuseChange;
  symlink = refuseChange;
  link = refuseChange;
  rename = refuseChange;
  setTimesSelf = refuseChange;
}

/** An open file of such a tree; its descriptor may have every right, and still changes nothing. */
export class ReadOnlyFile implements OpenFile {
  readonly #inner: OpenFile;

  constructor(inner: OpenFile) {
    this.#inner = inner;
  }

  read(into: Uint8Array, at: number): number {
    return this.#inner.read(into, at);
  }

  size(): number {
    return this.#inner.size();
  }

  stat(): Stat {
    return this.#inner.stat();
  }

  close(): void {
    this.#inner.close();
  }

  sync(): void {}
  write = refuseChange;
  resize = refuseChange;
  setTimes = refuseChange;
}

function refuseChange(): never {
  return refuse("EROFS");
}

const NOTHING_CHANGED = {
  write: false,
  create: false,
  exclusive: false,
  truncate: false,
};

function reading({ directory, follow }: OpenHow): OpenHow {
  return { ...NOTHING_CHANGED, directory, follow };
}

/** What is not there would have to be created. */
function found<T>(open: () => T, how: OpenHow): T {
  try {
    return open();
  } catch (error) {
    if (how.create && error instanceof Refusal && error.name === "ENOENT") refuse("EROFS");
    throw error;
  }
}

function wrap(opened: OpenFile | Directory, how: OpenHow): OpenFile | Directory {
  const changes = how.write || how.truncate;
  if (isDirectory(opened)) {
    if (!changes && !how.create) return new ReadOnlyDirectory(opened);
  } else if (!changes) return new ReadOnlyFile(opened);
  opened.close();
  return refuse(isDirectory(opened) ? "EISDIR" : "EROFS");
}
