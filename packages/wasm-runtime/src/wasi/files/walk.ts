/**
 * The one way from a path to a directory and a name in it. It goes name by name, each one taken in the directory that the
 * last led to; a link is spelled out in place, and `..` goes back to where the walk came from, never to where the directory
 * may have been moved to meanwhile. So no path, link or race leads above the directory that the walk began in.
 */
import { refuse } from "../errno.js";
import { MAX_DEPTH, MAX_LINKS } from "../limits.js";
import { type Directory, Link } from "./directory.js";
import { endsAsDirectory, namesOf } from "./path.js";

/** Where a walk ended; `directory` is borrowed for the visit. */
export interface Place {
  readonly directory: Directory;
  /** undefined: the directory itself (`.`, `a/..`) */
  readonly name: string | undefined;
  /** It must be a directory, by the path's end. */
  readonly asDirectory: boolean;
}

/** A Link as the answer: go on at its target. A visit that answers so has changed nothing. */
export type Visit<T> = (place: Place) => T | Link;

/** @throws what `visit` refuses with, ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, ENOTCAPABLE */
export function walk<T>(root: Directory, path: string, visit: Visit<T>): T {
  const names = namesOf(path);
  const straight = walkStraight(root, names, endsAsDirectory(path), visit);
  if (straight !== THE_LONG_WAY) return straight;
  const walker = new Walker(root, names, endsAsDirectory(path));
  try {
    return walker.run(visit);
  } finally {
    walker.close();
  }
}

const THE_LONG_WAY = Symbol();

/** In one step, where the tree can do so, and nothing is in the way. */
function walkStraight<T>(
  root: Directory,
  names: readonly string[],
  asDirectory: boolean,
  visit: Visit<T>,
): T | typeof THE_LONG_WAY {
  if (names.length < 2 || names.includes("..")) return THE_LONG_WAY;
  const directory = root.enterBeneath(names.slice(0, -1).join("/"));
  if (directory === undefined) return THE_LONG_WAY;
  try {
    const found = visit({ directory, name: names.at(-1), asDirectory });
    return found instanceof Link ? THE_LONG_WAY : found;
  } finally {
    directory.close();
  }
}

class Walker {
  /** The root, borrowed, and what was entered below it, owned. */
  readonly #trail: Directory[];
  /** Names to come, the next one last. */
  #pending: string[];
  #asDirectory: boolean;
  #links = 0;

  constructor(root: Directory, names: readonly string[], asDirectory: boolean) {
    this.#trail = [root];
    this.#pending = names.toReversed();
    this.#asDirectory = asDirectory;
  }

  run<T>(visit: Visit<T>): T {
    for (;;) {
      const found = this.#step(visit);
      if (found instanceof Link) this.#follow(found);
      else if (found !== this) return found as T;
    }
  }

  close(): void {
    while (this.#trail.length > 1) this.#trail.pop()?.close();
  }

  /** `this`: there is more to come. */
  #step<T>(visit: Visit<T>): T | Link | this {
    const directory = this.#trail.at(-1) as Directory;
    const name = this.#pending.pop();
    if (name === "..") return this.#leave();
    if (name === undefined || this.#pending.length === 0) {
      return visit({ directory, name, asDirectory: this.#asDirectory });
    }
    return this.#enter(directory.enter(name));
  }

  #enter(found: Directory | Link): Link | this {
    if (found instanceof Link) return found;
    this.#trail.push(found);
    if (this.#trail.length > MAX_DEPTH) refuse("ENAMETOOLONG");
    return this;
  }

  #leave(): this {
    if (this.#trail.length === 1) refuse("ENOTCAPABLE");
    this.#trail.pop()?.close();
    return this;
  }

  #follow({ target }: Link): void {
    if (++this.#links > MAX_LINKS) refuse("ELOOP");
    if (this.#pending.length === 0 && endsAsDirectory(target)) this.#asDirectory = true;
    this.#pending.push(...namesOf(target).toReversed());
  }
}
