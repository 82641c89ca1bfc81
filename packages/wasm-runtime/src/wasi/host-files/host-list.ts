import { type Dirent, opendirSync } from "node:fs";
import { refuse } from "../errno.js";
import type { Entry } from "../files/directory.js";
import { MAX_LISTED_ENTRIES } from "../limits.js";
import { filetypeOf } from "./host-stat.js";

/** @throws EOVERFLOW, and what the system says */
export function listHost(path: string): readonly Entry[] {
  const entries: Entry[] = [];
  const directory = opendirSync(path, { bufferSize: 128 });
  try {
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
      if (entries.length === MAX_LISTED_ENTRIES) refuse("EOVERFLOW");
      if (isText(entry)) entries.push({ name: entry.name, filetype: filetypeOf(entry) });
    }
  } finally {
    directory.closeSync();
  }
  return entries;
}

/** A guest cannot name what is no UTF-8, which Node spells with this character. */
function isText({ name }: Dirent): boolean {
  return !name.includes("\ufffd");
}
