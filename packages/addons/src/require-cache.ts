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
  const stale = modulesOf(file, require.cache);
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

/** The file, and what it has required of its own package or of native code. */
function modulesOf(file: string, cache: Cache): readonly string[] {
  const root = packageOf(file) + sep;
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path) || cache[path] === undefined) return;
    if (!path.startsWith(root) && !path.endsWith(".node")) return;
    found.add(path);
    for (const child of cache[path]?.children ?? []) visit(child.filename);
  };
  visit(file);
  return [...found];
}

/** The folder of the nearest package.json. */
function packageOf(file: string): string {
  let folder = dirname(file);
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) {
    folder = dirname(folder);
  }
  return folder;
}
