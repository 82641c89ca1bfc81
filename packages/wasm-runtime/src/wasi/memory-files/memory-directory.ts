import { Filetype } from "../abi/constants.js";
import { refuse } from "../errno.js";
import { type Directory, type Entry, Link, type OpenHow } from "../files/directory.js";
import type { OpenFile } from "../files/open-file.js";
import type { Stat, Times } from "../files/stat.js";
import { Inode } from "./inode.js";
import { MemoryFile } from "./memory-file.js";
import { MemoryLink } from "./memory-link.js";

/** A directory, and what is open of it. Its refusals are Linux's, which the tests hold against a host directory. */
export class MemoryDirectory extends Inode implements Directory {
  readonly filetype = Filetype.directory;
  readonly #entries = new Map<string, Inode>();
  #parent: MemoryDirectory | undefined;
  #removed = false;

  enter(name: string): Directory | Link {
    const inode = this.#get(name);
    if (inode instanceof MemoryLink) return new Link(inode.target);
    return inode instanceof MemoryDirectory ? inode : refuse("ENOTDIR");
  }

  again(): Directory {
    return this;
  }

  open(name: string, how: OpenHow): OpenFile | Directory | Link {
    const inode = this.#entries.get(name);
    if (inode === undefined) return this.#create(name, how);
    if (how.create && how.exclusive) refuse("EEXIST");
    if (inode instanceof MemoryLink) return new Link(inode.target);
    if (inode instanceof MemoryDirectory) {
      return how.write || how.create || how.truncate ? refuse("EISDIR") : inode;
    }
    if (how.directory) refuse("ENOTDIR");
    const file = inode as MemoryFile;
    if (how.truncate) file.resize(0);
    return file.opened();
  }

  enterBeneath(): undefined {}
  openBeneath(): undefined {}

  stat(name: string): Stat {
    return this.#get(name).statSelf();
  }

  setTimes(name: string, times: Times): void {
    this.#get(name).setTimesSelf(times);
  }

  readlink(name: string): string {
    const inode = this.#get(name);
    return inode instanceof MemoryLink ? inode.target : refuse("EINVAL");
  }

  mkdir(name: string): void {
    this.#refuseExisting(name);
    const directory = this.#add(name, () => new MemoryDirectory(this.tree));
    directory.#parent = this;
  }

  rmdir(name: string): void {
    const inode = this.#get(name);
    if (!(inode instanceof MemoryDirectory)) refuse("ENOTDIR");
    if (inode.#entries.size > 0) refuse("ENOTEMPTY");
    this.#remove(name, inode);
  }

  unlink(name: string): void {
    const inode = this.#get(name);
    if (inode instanceof MemoryDirectory) refuse("EISDIR");
    this.#remove(name, inode);
  }

  symlink(target: string, name: string): void {
    this.#refuseExisting(name);
    this.#add(name, () => new MemoryLink(this.tree, target));
  }

  link(name: string, to: MemoryDirectory, newName: string): void {
    const inode = this.#get(name);
    to.#refuseExisting(newName);
    if (inode instanceof MemoryDirectory) refuse("EPERM");
    to.#add(newName, () => inode);
  }

  rename(name: string, to: MemoryDirectory, newName: string): void {
    const inode = this.#get(name);
    const replaced = to.#entries.get(newName);
    if (inode instanceof MemoryDirectory && to.#isIn(inode)) refuse("EINVAL");
    if (replaced instanceof MemoryDirectory && this.#isIn(replaced)) refuse("ENOTEMPTY");
    if (inode === replaced) return;
    if (replaced === undefined) to.#refuseRemoved();
    else to.#replace(newName, inode, replaced);
    this.#entries.delete(name);
    to.#entries.set(newName, inode);
    if (inode instanceof MemoryDirectory) inode.#parent = to;
    this.modified();
    to.modified();
  }

  list(): readonly Entry[] {
    return Array.from(this.#entries, ([name, { filetype }]) => ({ name, filetype }));
  }

  size(): number {
    return this.#entries.size;
  }

  /** Puts an inode of an image in its place. */
  adopt(name: string, inode: Inode): void {
    this.#add(name, () => inode);
    if (inode instanceof MemoryDirectory) inode.#parent = this;
  }

  sync(): void {}
  close(): void {}

  #get(name: string): Inode {
    return this.#entries.get(name) ?? refuse("ENOENT");
  }

  #create(name: string, how: OpenHow): OpenFile {
    if (!how.create) refuse("ENOENT");
    return this.#add(name, () => new MemoryFile(this.tree)).opened();
  }

  /** The name is paid for first: an inode that finds no room for itself leaves none behind. */
  #add<I extends Inode>(name: string, make: () => I): I {
    this.#refuseRemoved();
    this.tree.budget.takeEntry();
    try {
      const inode = make();
      inode.linked();
      this.#entries.set(name, inode);
      this.modified();
      return inode;
    } catch (error) {
      this.tree.budget.giveEntry();
      throw error;
    }
  }

  #remove(name: string, inode: Inode): void {
    this.#entries.delete(name);
    this.tree.budget.giveEntry();
    if (inode instanceof MemoryDirectory) inode.#removed = true;
    inode.unlinked();
    this.modified();
  }

  #replace(name: string, by: Inode, replaced: Inode): void {
    const isDirectory = by instanceof MemoryDirectory;
    if (replaced instanceof MemoryDirectory) {
      if (!isDirectory) refuse("EISDIR");
      this.rmdir(name);
    } else {
      if (isDirectory) refuse("ENOTDIR");
      this.unlink(name);
    }
  }

  /** Is this directory that one, or inside of it? */
  #isIn(other: MemoryDirectory): boolean {
    for (let at: MemoryDirectory | undefined = this; at !== undefined; at = at.#parent) {
      if (at === other) return true;
    }
    return false;
  }

  #refuseExisting(name: string): void {
    if (this.#entries.has(name)) refuse("EEXIST");
  }

  /** Nothing can be put where nobody could find it. */
  #refuseRemoved(): void {
    if (this.#removed) refuse("ENOENT");
  }
}
