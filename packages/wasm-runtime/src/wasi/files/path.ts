import { byteLengthOf } from "../abi/text.js";
import { refuse } from "../errno.js";
import { MAX_NAME_BYTES, MAX_PATH_BYTES } from "../limits.js";

/**
 * The names of a path, in order; `.` and empty ones are gone.
 *
 * @throws ENOENT, EINVAL, ENAMETOOLONG, ENOTCAPABLE (it is absolute: no tree but the descriptor's is named by it)
 */
export function namesOf(path: string): string[] {
  if (path === "") refuse("ENOENT");
  if (path.includes("\0")) refuse("EINVAL");
  if (path.startsWith("/")) refuse("ENOTCAPABLE");
  if (byteLengthOf(path) > MAX_PATH_BYTES) refuse("ENAMETOOLONG");
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  if (names.some((name) => byteLengthOf(name) > MAX_NAME_BYTES)) refuse("ENAMETOOLONG");
  return names;
}

/** Does a path ask for a directory, by its end? */
export function endsAsDirectory(path: string): boolean {
  return path.endsWith("/") || path.endsWith("/.");
}
