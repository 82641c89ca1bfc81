/** What a helper may read to import a module: its package, and the packages that this depends on, one by one. */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Recipe } from "@cofferdam/core";
import { MAX_PACKAGES } from "../limits.js";

/** @param recipe of a target whose arguments are a specifier and `{ from }`, or a specifier and a URL */
export function grantedFor({ args: [specifier, options] }: Recipe): readonly string[] {
  const from = typeof options === "string" ? options : Object(options).from;
  return grantedTo(String(specifier), folderOf(from));
}

function grantedTo(specifier: string, folder: string): readonly string[] {
  if (isBuiltin(specifier)) return [];
  const file = fileOf(specifier, folder);
  if (file !== undefined) return fileGrants(file);
  const found = packageFrom(packageName(specifier), folder) ?? packageAbove(folder);
  return found === undefined ? [] : withDependencies(found);
}

/** A file's folder, not the whole of what may be an application; the packages that this depends on. */
function fileGrants(file: string): readonly string[] {
  const folder = existsSync(file) ? dirname(realpathSync(file)) : dirname(file);
  const own = packageAbove(folder);
  if (own === undefined) return [folder];
  const [, ...dependencies] = withDependencies(own);
  return [folder, join(own, "package.json"), ...dependencies];
}

/** The package first. Found as Node does; what is not there is nothing to be granted. */
function withDependencies(root: string): readonly string[] {
  const found = new Set([root]);
  for (const folder of found) {
    if (found.size >= MAX_PACKAGES) break;
    for (const name of dependenciesOf(folder)) {
      const dependency = packageFrom(name, folder);
      if (dependency !== undefined) found.add(dependency);
    }
  }
  return [...found];
}

function dependenciesOf(folder: string): readonly string[] {
  try {
    const json = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const { dependencies, optionalDependencies, peerDependencies } = json;
    return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  } catch {
    return []; // whoever imports it is told what is wrong
  }
}

/** The real folder of a package, as a module in `folder` finds it. */
function packageFrom(name: string, folder: string): string | undefined {
  for (const above of upwards(folder)) {
    const candidate = join(above, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return realpathSync(candidate);
  }
  return undefined;
}

function packageAbove(folder: string): string | undefined {
  return upwards(folder).find((above) => existsSync(join(above, "package.json")));
}

function upwards(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}

function packageName(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function fileOf(specifier: string, folder: string): string | undefined {
  if (specifier.startsWith("file:")) return fileURLToPath(specifier);
  const isPath = isAbsolute(specifier) || /^\.\.?(\/|$)/.test(specifier);
  return isPath ? resolve(folder, specifier) : undefined;
}

/** A folder's path, or the URL of a module. */
function folderOf(from: unknown): string {
  if (typeof from !== "string") return process.cwd();
  return from.startsWith("file:") ? dirname(fileURLToPath(from)) : resolve(from);
}
