/**
 * The libraries that the loader brings with one, and those that these bring, for audit: where it would find each in a process
 * with a clean environment. See ld.so(8). Not followed, because they depend on more than the files: folders with `$LIB` or
 * `$PLATFORM`, relative folders, and variants for some processors (glibc-hwcaps/).
 */
import { closeSync, constants } from "node:fs";
import { posix } from "node:path";
import type { AdmittedLibrary } from "./admit.js";
import { bytesOfFile } from "./bytes.js";
import { type Elf, readElf } from "./elf.js";
import { findLibrary, type SearchPlaces, systemPlaces } from "./find.js";
import { MAX_NEEDED, MAX_SEARCH_FOLDERS } from "./limits.js";
import { openRegularFile } from "./open-file.js";
import { realPathOf } from "./real-path.js";

export interface NeededLibrary {
  readonly name: string;
  /** Real path of the library that asks for it first. */
  readonly neededBy: string;
  /** undefined: it is not found. */
  readonly realPath: string | undefined;
  /** Whether a folder that is named by a library (DT_RUNPATH, DT_RPATH) has it, rather than the system. */
  readonly isPrivate: boolean;
}

export interface NeededLibraries {
  /** Each before those that need it, as far as they do not need each other. */
  readonly libraries: readonly NeededLibrary[];
  /** More were needed than are reported. */
  readonly isCut: boolean;
}

const ORIGIN = /\$(ORIGIN\b|\{ORIGIN\})/g;

/** A library whose own needs are looked at. */
interface Requester {
  readonly realPath: string;
  readonly needed: readonly string[];
  /** Folders for what it needs. */
  readonly folders: readonly string[];
  /** Folders for what those need. */
  readonly inherited: readonly string[];
}

/** @throws MalformedError: the library was changed since it was admitted */
export function neededLibraries(
  { fd, realPath }: Pick<AdmittedLibrary, "fd" | "realPath">,
  places = systemPlaces(),
): NeededLibraries {
  const requesters = [requester(realPath, readElf(bytesOfFile(fd)), [])]; // grows, as the loader's list does
  const found = new Map<string, NeededLibrary>();
  for (const from of requesters) {
    for (const name of from.needed) {
      if (found.has(name)) continue;
      if (found.size === MAX_NEEDED) return { libraries: ordered(requesters, found), isCut: true };
      const library = locate(name, from, places);
      found.set(name, library);
      const next = follow(library, from);
      if (next) requesters.push(next);
    }
  }
  return { libraries: ordered(requesters, found), isCut: false };
}

function locate(name: string, from: Requester, places: SearchPlaces): NeededLibrary {
  const own = name.includes("/") ? [] : from.folders.map((folder) => posix.join(folder, name));
  const privatePath = firstOf(own, (path) => realPathOf(path).realPath);
  const realPath = privatePath ?? firstOf([name], (it) => findLibrary(it, "/", places).realPath);
  return { name, neededBy: from.realPath, realPath, isPrivate: privatePath !== undefined };
}

/** The first that `find` finds. */
function firstOf(paths: readonly string[], find: (path: string) => string): string | undefined {
  for (const path of paths) {
    try {
      return find(path);
    } catch {
      // the loader goes on, too
    }
  }
  return undefined;
}

/** undefined: it is not there, or none that the loader could load. */
function follow({ realPath }: NeededLibrary, from: Requester): Requester | undefined {
  if (realPath === undefined) return undefined;
  let fd: number | undefined;
  try {
    fd = openRegularFile(realPath, constants.O_NOFOLLOW).fd;
    return requester(realPath, readElf(bytesOfFile(fd)), from.inherited);
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** A DT_RUNPATH is for what the library itself needs, a DT_RPATH for all below it. */
function requester(realPath: string, elf: Elf, inherited: readonly string[]): Requester {
  const expand = (folders: readonly string[]) => expanded(folders, posix.dirname(realPath));
  const hasRunpath = elf.runpath.length > 0;
  const rpath = [...expand(hasRunpath ? [] : elf.rpath), ...inherited].slice(0, MAX_SEARCH_FOLDERS);
  const folders = hasRunpath ? expand(elf.runpath) : rpath;
  return { realPath, needed: elf.needed, folders, inherited: rpath };
}

function expanded(folders: readonly string[], origin: string): readonly string[] {
  return folders
    .filter((folder) => !folder.replaceAll(ORIGIN, "").includes("$"))
    .map((folder) => folder.replaceAll(ORIGIN, () => origin))
    .filter((folder) => folder.startsWith("/"));
}

/** Every library behind what it needs itself. */
function ordered(
  requesters: readonly Requester[],
  found: ReadonlyMap<string, NeededLibrary>,
): readonly NeededLibrary[] {
  const needs = new Map(requesters.map(({ realPath, needed }) => [realPath, needed]));
  const order: NeededLibrary[] = [];
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const library = found.get(name);
    if (!library || seen.has(name)) return;
    seen.add(name);
    for (const next of needs.get(library.realPath ?? "") ?? []) visit(next);
    order.push(library);
  };
  for (const name of requesters[0]?.needed ?? []) visit(name);
  return order;
}
