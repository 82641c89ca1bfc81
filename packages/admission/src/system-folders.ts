/** Where the system's loader looks for libraries: its own folders, and those of /etc/ld.so.conf. */
import { readdirSync } from "node:fs";
import { posix } from "node:path";
import { matchesGlob, parseGlob } from "./glob.js";
import { MAX_LOADER_CONFIGURATIONS } from "./limits.js";
import { readLoaderFile } from "./loader-file.js";
import { thisMachine } from "./machine.js";

/** Folders that the loader knows without being told, in its order. */
export function defaultFolders(): readonly string[] {
  const folder = thisMachine?.folder ?? "";
  return [`/lib/${folder}`, `/usr/lib/${folder}`, "/lib64", "/usr/lib64", "/lib", "/usr/lib"];
}

/**
 * Folders that a configuration names, and those of what it includes.
 *
 * @param path an ld.so.conf; one that is not there or cannot be read names none
 */
export function configuredFolders(path: string): readonly string[] {
  const files = [path]; // grows while it is read
  const folders: string[] = [];
  for (let index = 0; index < Math.min(files.length, MAX_LOADER_CONFIGURATIONS); index++) {
    const file = files[index] as string;
    for (const line of linesOf(file)) {
      const [word = "", ...patterns] = line.split(/\s+/);
      if (word === "include") files.push(...patterns.flatMap((text) => included(text, file)));
      else if (word.startsWith("/")) folders.push(word); // the rest are hwcap lines of old
    }
  }
  return [...new Set(folders)];
}

function linesOf(path: string): readonly string[] {
  const text = readLoaderFile(path)?.toString("utf8") ?? "";
  return text.split("\n").map((line) => line.replace(/#.*/, "").trim());
}

/** The files that a pattern names; a pattern that is none of ours names none. */
function included(text: string, from: string): readonly string[] {
  const folder = posix.dirname(posix.resolve(posix.dirname(from), text));
  try {
    const glob = parseGlob(text, posix.dirname(from));
    const files = readdirSync(folder).map((name) => posix.join(folder, name));
    return files.filter((file) => matchesGlob(glob, file)).sort();
  } catch {
    return [];
  }
}
