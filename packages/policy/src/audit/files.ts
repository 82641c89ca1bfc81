/** The files of a log: `audit.jsonl` is written, `audit.jsonl.1` was before it, and so on. */
import { readdirSync, renameSync } from "node:fs";
import { readdir, rename } from "node:fs/promises";
import { basename, dirname } from "node:path";

/** Makes room for a new file: each takes the place of the one before it, and the last one that is kept goes. */
export async function moveBack(file: string, keep: number): Promise<void> {
  for (const [from, to] of moves(file, keep, await readdir(dirname(file)))) await rename(from, to);
}

export function moveBackSync(file: string, keep: number): void {
  for (const [from, to] of moves(file, keep, readdirSync(dirname(file)))) renameSync(from, to);
}

/** Only as far as the first place that is free: done again after it failed half-way, it moves nothing twice. */
function moves(
  file: string,
  keep: number,
  names: readonly string[],
): readonly (readonly [string, string])[] {
  const found = new Set(names);
  if (!found.has(basename(file))) return [];
  let last = 1;
  while (last < keep && found.has(`${basename(file)}.${last}`)) last++;
  return Array.from({ length: last }, (_, index) => last - index).map((number) => [
    number === 1 ? file : `${file}.${number - 1}`,
    `${file}.${number}`,
  ]);
}

/** The largest number that is there. */
export async function lastNumber(file: string): Promise<number> {
  const start = `${basename(file)}.`;
  const ends = (await readdir(dirname(file)))
    .filter((name) => name.startsWith(start))
    .map((name) => name.slice(start.length))
    .filter((end) => /^[1-9]\d{0,3}$/.test(end));
  return Math.max(0, ...ends.map(Number));
}
