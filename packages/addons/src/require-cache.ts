/** The cache of `require`: an addon that somebody has loaded already must be loaded once more to be guarded. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";

interface Required {
  readonly exports: unknown;
  /** Takes the modules that were loaded out of the cache. */
  forget(): void;
}

/**
 * Requires a file as if nobody had before. What nobody had stays in the cache: later `require`s get the
 * same. What somebody had stays theirs.
 */
export function freshRequire(file: string): Required {
  const require = createRequire(file);
  const before = { ...require.cache };
  const stale = staleModules(file, require.cache);
  for (const path of stale) delete require.cache[path];
  try {
    const exports = require(file);
    const added = Object.entries(require.cache).filter(([path, module]) => before[path] !== module);
    return { exports, forget: () => forget(require.cache, added) };
  } finally {
    for (const path of stale) require.cache[path] = before[path];
  }
}

type Cache = NodeJS.Dict<NodeJS.Module>;

function forget(cache: Cache, modules: readonly (readonly [string, unknown])[]): void {
  for (const [path, module] of modules) {
    if (cache[path] === module) delete cache[path];
  }
}

/**
 * What would keep addons from being loaded, or share state with those that are: the file, what it has required of
 * its own package, and every module on the way to an addon, whoever required it. Not what is being loaded
 * right now: who asks for it gets what there is of it, as always.
 */
function staleModules(file: string, cache: Cache): readonly string[] {
  const found = new Set([...ownModules(file, cache), ...modulesWithAddons(cache)]);
  return [...found].filter((path) => cache[path]?.loaded);
}

function ownModules(file: string, cache: Cache): readonly string[] {
  const root = packageOf(file) + sep;
  const found = new Set([file]);
  for (const path of found) {
    for (const { filename } of cache[path]?.children ?? []) found.add(filename);
  }
  return [...found].filter((path) => path.startsWith(root));
}

/** Addons, their requirers, and so on: packages such as node-gyp-build require for others. */
function modulesWithAddons(cache: Cache): Iterable<string> {
  const found = new Set(Object.keys(cache).filter((path) => path.endsWith(".node")));
  const requirers = requirersOf(cache);
  for (const path of found) {
    for (const requirer of requirers.get(path) ?? []) found.add(requirer);
  }
  return found;
}

function requirersOf(cache: Cache): ReadonlyMap<string, readonly string[]> {
  const requirers = new Map<string, string[]>();
  for (const [path, module] of Object.entries(cache)) {
    for (const { filename } of module?.children ?? []) {
      const others = requirers.get(filename);
      if (others) others.push(path);
      else requirers.set(filename, [path]);
    }
  }
  return requirers;
}

/** The folder of the nearest package.json. */
function packageOf(file: string): string {
  let folder = dirname(file);
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) {
    folder = dirname(folder);
  }
  return folder;
}
