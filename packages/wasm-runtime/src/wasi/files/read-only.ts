import { Refusal, refuse } from "../errno.js";
import { type Directory, type Entry, isDirectory, Link, type OpenHow } from "./directory.js";
import type { OpenFile } from "./open-file.js";
import type { Stat } from "./stat.js";
import { UnchangingNames } from "./unchanging-names.js";

/** A tree of which nothing can be changed: each directory and file that comes out of it is wrapped as well. */
export class ReadOnlyDirectory extends UnchangingNames implements Directory {
  readonly #inner: Directory;

  constructor(inner: Directory) {
    super();
    this.#inner = inner;
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

  enterBeneath(path: string): Directory | undefined {
    const entered = this.#inner.enterBeneath(path);
    return entered && new ReadOnlyDirectory(entered);
  }

  openBeneath(path: string, how: OpenHow): OpenFile | Directory | undefined {
    const opened = this.#inner.openBeneath(path, reading(how));
    return opened && wrap(opened, how);
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

  setTimes(): never {
    return refuse("EROFS");
  }
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
  write(): never {
    return refuse("EROFS");
  }

  resize(): never {
    return refuse("EROFS");
  }

  setTimes(): never {
    return refuse("EROFS");
  }
}

function reading({ directory, follow }: OpenHow): OpenHow {
  return { write: false, create: false, exclusive: false, truncate: false, directory, follow };
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
