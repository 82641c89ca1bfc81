import { fail, show } from "@cofferdam/core";
import { isEncodable } from "./abi/text.js";
import type { DirectoryMount, FileMount, Mount } from "./mount.js";

/** By the guest's absolute path. */
export type Mounts = Readonly<Record<string, Mount>>;

/** By path, a directory; or by name, the files that appear in one. */
export type Plan = ReadonlyMap<string, DirectoryMount | Map<string, FileMount>>;

/** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function planOf(mounts: Mounts): Plan {
  const plan = new Map<string, DirectoryMount | Map<string, FileMount>>();
  for (const [given, mount] of Object.entries(mounts)) {
    const path = pathOf(given);
    if (mount?.kind === "directory") addDirectory(plan, path, mount);
    else if (mount?.kind === "file") addFile(plan, path, mount);
    else throw notMount(given, mount);
  }
  return plan;
}

function addDirectory(plan: Map<string, unknown>, path: string, mount: DirectoryMount): void {
  if (plan.has(path)) throw twice(path);
  plan.set(path, mount);
}

function addFile(
  plan: Map<string, DirectoryMount | Map<string, FileMount>>,
  path: string,
  mount: FileMount,
): void {
  const slash = path.lastIndexOf("/");
  const folder = path.slice(0, slash) || "/";
  const files = plan.get(folder) ?? new Map<string, FileMount>();
  const name = path.slice(slash + 1);
  if (!(files instanceof Map) || files.has(name) || name === "") throw twice(path);
  plan.set(folder, files.set(name, mount));
}

/** Without a slash at its end. */
function pathOf(given: string): string {
  const names = given.split("/").slice(1);
  const isPlain = names.every((name, i) =>
    name === "" ? i === names.length - 1 : name !== "." && name !== "..",
  );
  if (given.startsWith("/") && isPlain && isEncodable(given)) return given.replace(/(?<=.)\/$/, "");
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected absolute paths for \`mounts\`, got ${show(given)}. Give "/data", without "." and "..".`,
  );
}

function notMount(path: string, mount: unknown): Error {
  return fail(
    "ERR_OPTION_TYPE",
    `Expected a mount for \`mounts["${path}"]\`, got ${show(mount)}. Make one with memoryFiles() or hostFiles().`,
  );
}

function twice(path: string): Error {
  return fail(
    "ERR_OPTION_RANGE",
    `Expected one mount for each directory of the guest, got a second one for ${show(path)}. ` +
      "A single file needs a directory that nothing else is mounted at.",
  );
}
