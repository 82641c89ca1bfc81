import { lstatSync, mkdirSync, readlinkSync, type Stats } from "node:fs";
import { posix } from "node:path";
import { fail } from "@cofferdam/core";
import { MAX_LINKS } from "../limits.js";

const ROOT = 0;
const OTHERS_MAY_WRITE = 0o022;
const STICKY = 0o1000;

/**
 * Follows a path to a folder that nobody else can write to, or put another one in place of: each folder and link on the way
 * belongs to root or to this user. What is missing is made, for its owner alone.
 *
 * @param path absolute
 * @param user whose it has to be
 * @returns its real path
 * @throws ERR_WASM_CACHE; what the system says where it cannot be read or made
 */
export function trustedFolder(path: string, user: number): string {
  const names = namesIn(path);
  let folder = "/";
  for (let links = 0; names.length > 0; ) {
    const next = posix.join(folder, names.shift() as string); // "..", of what has no links any more
    const stats = lstatSync(next, { throwIfNoEntry: false }) ?? made(next);
    if (stats.uid !== ROOT && stats.uid !== user) throw untrusted(next, `user ${stats.uid}'s`);
    if (!stats.isSymbolicLink()) {
      checkFolder(next, stats);
      folder = next;
      continue;
    }
    if (++links > MAX_LINKS) throw untrusted(path, `more than ${MAX_LINKS} links`);
    const target = readlinkSync(next);
    if (target.startsWith("/")) folder = "/";
    names.unshift(...namesIn(target));
  }
  checkOwn(folder, user);
  return folder;
}

function namesIn(path: string): string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}

function made(path: string): Stats {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error; // another process made it
  }
  return lstatSync(path);
}

/** In one that is sticky, only its owner and an entry's own can exchange that. */
function checkFolder(path: string, stats: Stats): void {
  if (!stats.isDirectory()) throw untrusted(path, "what is no directory");
  const isOpen = (stats.mode & OTHERS_MAY_WRITE) !== 0;
  if (isOpen && (stats.mode & STICKY) === 0) throw untrusted(path, "one that others may write to");
}

function checkOwn(folder: string, user: number): void {
  const { uid, mode } = lstatSync(folder);
  if (uid !== user) throw untrusted(folder, `user ${uid}'s`);
  if ((mode & OTHERS_MAY_WRITE) !== 0) throw untrusted(folder, "one that others may write to");
}

function untrusted(path: string, is: string): Error {
  return fail(
    "ERR_WASM_CACHE",
    `Expected a folder for \`cache\` that only its owner can write to or exchange, got ${is} at ${path}. ` +
      'Give one in your home directory, such as join(homedir(), ".cache/my-app"), and leave it to the layer to make it.',
  );
}
