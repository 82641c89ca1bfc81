/** Opens the file that a name means, once, so that its path is the descriptor's own. */
import { closeSync, constants } from "node:fs";
import { type FoundFile, findLibrary } from "./find.js";
import { MAX_OPENINGS } from "./limits.js";
import { NotRegularError, type OpenFile, openRegularFile, pathOfDescriptor } from "./open-file.js";
import { type Refused, refusal } from "./refusal.js";

/** A library that may be admitted. */
export type Candidate = OpenFile & FoundFile & Refused & { readonly resource: string };

/** What says that a file was exchanged after it was found: it is gone, or a link. */
const exchanged: readonly unknown[] = ["ENOENT", "ENOTDIR", "ELOOP"];

/** @throws LibraryRefusal: open, regular_file, unsteady */
export function openLibrary(name: string): Candidate {
  for (let opening = 0; opening < MAX_OPENINGS; opening++) {
    const found = find(name);
    const file = found && openFound(name, found);
    if (file && hasPath(file, found.realPath)) {
      return { ...file, ...found, name, resource: found.realPath };
    }
  }
  throw refusal("unsteady", { name });
}

/** undefined: a link was replaced by a file while it was read. */
function find(name: string): FoundFile | undefined {
  try {
    return findLibrary(name, process.cwd());
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "EINVAL") return undefined; // as readlink(2) has it
    throw refusal("open", { name }, code, { cause });
  }
}

/** undefined: it is not there any more. */
function openFound(name: string, { realPath }: FoundFile): OpenFile | undefined {
  try {
    return openRegularFile(realPath, constants.O_NOFOLLOW);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (exchanged.includes(code)) return undefined;
    const rule = cause instanceof NotRegularError ? "regular_file" : "open";
    throw refusal(rule, { name, resource: realPath }, code, { cause });
  }
}

/** Whether the open file is the one at `path`; it is closed if not. */
function hasPath({ fd }: OpenFile, path: string): boolean {
  if (pathOfDescriptor(fd) === path) return true;
  closeSync(fd);
  return false;
}
