/** The real path of a file, as the kernel resolves it (path_resolution(7)), and the links on the way. */
import { lstatSync, readlinkSync } from "node:fs";
import { posix } from "node:path";
import { MAX_LINKS } from "./limits.js";

/** A symbolic link that was followed: where it is, and what it says. */
export interface SymbolicLink {
  readonly path: string;
  readonly to: string;
}

export interface RealPath {
  readonly realPath: string;
  readonly links: readonly SymbolicLink[];
}

/**
 * What `path` leads to. `..` leaves the folder that a link led into, not the one that the link lies in.
 *
 * @param path absolute
 * @throws Error with the `code` that open(2) would give: ENOENT, ENOTDIR, ELOOP, EACCES
 */
export function realPathOf(path: string): RealPath {
  const links: SymbolicLink[] = [];
  const rest = path.split("/");
  let here = "";
  let isFolder = true;
  while (rest.length > 0) {
    const name = rest.shift() as string;
    if (!isFolder) throw pathError("ENOTDIR", here); // "a.so/" and "a.so/." too
    if (name === "" || name === ".") continue;
    if (name === "..") here = here.slice(0, here.lastIndexOf("/"));
    else {
      const next = `${here}/${name}`;
      const entry = lstatSync(next);
      if (entry.isSymbolicLink()) {
        const to = follow(next, links);
        if (to.startsWith("/")) here = "";
        rest.unshift(...to.split("/"));
      } else [here, isFolder] = [next, entry.isDirectory()];
    }
  }
  return { realPath: here || "/", links };
}

function follow(path: string, links: SymbolicLink[]): string {
  if (links.length === MAX_LINKS) throw pathError("ELOOP", path);
  const to = readlinkSync(path);
  links.push({ path, to });
  return to;
}

function pathError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}

/** A path, the same in its real folder, and what it leads to now. */
export function namesOf(path: string): readonly string[] {
  const plain = posix.resolve(path);
  const inRealFolder = posix.join(leadsTo(posix.dirname(plain)), posix.basename(plain));
  return [plain, inRealFolder, leadsTo(path)];
}

function leadsTo(path: string): string {
  try {
    return realPathOf(path).realPath;
  } catch {
    return posix.resolve(path); // it may come later
  }
}
