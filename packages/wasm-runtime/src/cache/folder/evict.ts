import { lstatSync, readdirSync, rmSync } from "node:fs";
import { UNFINISHED_MS } from "../limits.js";
import { ENTRY_NAME, UNFINISHED_NAME } from "./entry-file.js";

/**
 * Removes entries until the others have at most so many bytes, that which was used longest ago first, and what a process left
 * that ended while it wrote. Other files are not touched.
 *
 * @param most bytes
 * @returns how many entries were removed
 * @throws what the system says
 */
export function evict(folder: string, most: number): number {
  const files = readdirSync(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    const stats = lstatSync(path, { throwIfNoEntry: false }); // another process evicts, too
    return stats?.isFile() ? [{ name, path, bytes: stats.size, used: stats.mtimeMs }] : [];
  });
  const isLeft = ({ name, used }: (typeof files)[number]) =>
    UNFINISHED_NAME.test(name) && Date.now() - used > UNFINISHED_MS;
  for (const { path } of files.filter(isLeft)) rmSync(path, { force: true });

  const entries = files.filter(({ name }) => ENTRY_NAME.test(name));
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  let removed = 0;
  for (const entry of entries.sort((left, right) => left.used - right.used)) {
    if (bytes <= most) break;
    rmSync(entry.path, { force: true });
    bytes -= entry.bytes;
    removed++;
  }
  return removed;
}
