import type { OpenFile } from "./open-file.js";
import type { Stat, Times } from "./stat.js";

/** A symbolic link was found where something else was asked for: the walk goes on at its target. */
export class Link {
  readonly target: string;

  constructor(target: string) {
    this.target = target;
  }
}

/** How `open` opens. */
export interface OpenHow {
  readonly write: boolean;
  readonly create: boolean;
  readonly exclusive: boolean;
  readonly truncate: boolean;
  /** Only a directory will do. */
  readonly directory: boolean;
  /** Links may be followed, by a tree that does so itself (`openBeneath`). */
  readonly follow: boolean;
}

export interface Entry {
  readonly name: string;
  readonly filetype: number;
}

/**
 * A directory of some tree, and what can be done to the names in it. No method follows a link, and no name is empty, `.`,
 * `..`, too long, or has a slash: walk.ts sees to both. All methods refuse with an errno.
 */
export interface Directory {
  /** Directories of one tree only can exchange files. */
  readonly tree: object;
  /** A subdirectory; owned by the caller. */
  enter(name: string): Directory | Link;
  /** The same directory; owned by the caller. */
  again(): Directory;
  /** Owned by the caller. */
  open(name: string, how: OpenHow): OpenFile | Directory | Link;
  /** Opens a path in one step, and creates nothing; undefined: it could not, which the walk may know better. */
  openBeneath(path: string, how: OpenHow): OpenFile | Directory | undefined;
  /** Enters a path that has no `..` in one step, likewise. */
  enterBeneath(path: string): Directory | undefined;
  stat(name: string): Stat;
  setTimes(name: string, times: Times): void;
  readlink(name: string): string;
  mkdir(name: string): void;
  rmdir(name: string): void;
  unlink(name: string): void;
  symlink(target: string, name: string): void;
  /** `to` is of the same tree. */
  link(name: string, to: Directory, newName: string): void;
  rename(name: string, to: Directory, newName: string): void;
  list(): readonly Entry[];
  statSelf(): Stat;
  setTimesSelf(times: Times): void;
  sync(): void;
  close(): void;
}

export function isDirectory(opened: OpenFile | Directory): opened is Directory {
  return "list" in opened;
}
