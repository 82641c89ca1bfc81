import { closeSync, openSync, statSync } from "node:fs";
import { fail, show } from "@cofferdam/core";
import type { NativeWasmRuntime } from "../../native.js";
import { ReadOnlyDirectory } from "../files/read-only.js";
import type { Mount, MountEnvironment, Volume } from "../mount.js";
import { HostDirectory } from "./host-directory.js";
import { O_PATH } from "./host-open.js";
import { HostPinnedFile } from "./host-pinned-file.js";
import { HostQuota } from "./host-quota.js";
import type { HostTree } from "./host-tree.js";

export interface HostMountTerms {
  readonly isReadOnly: boolean;
  /** Infinity: none */
  readonly quota: number;
  readonly native: NativeWasmRuntime | undefined;
}

/** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function hostMount(path: string, terms: HostMountTerms): Mount {
  if (kindOf(path) === "file") {
    const open = (environment: MountEnvironment) =>
      new HostPinnedFile(treeOf(terms, environment), openMounted(path, "file"), terms.isReadOnly);
    return { kind: "file", open };
  }
  const open = (environment: MountEnvironment) =>
    new HostVolume(treeOf(terms, environment), openMounted(path, "directory"), terms.isReadOnly);
  return { kind: "directory", open };
}

/** @throws ERR_UNSUPPORTED_PLATFORM */
export function checkPlatform(platform: string = process.platform): void {
  if (platform === "linux") return;
  throw fail(
    "ERR_UNSUPPORTED_PLATFORM",
    `Expected Linux for \`hostFiles()\`, got ${platform}: directories are reached through /proc/self/fd, which it has not. ` +
      "Copy the files into memoryFiles().",
  );
}

class HostVolume implements Volume {
  readonly #directory: HostDirectory;
  readonly #root: HostDirectory | ReadOnlyDirectory;

  constructor(tree: HostTree, fd: number, isReadOnly: boolean) {
    this.#directory = new HostDirectory(tree, fd);
    this.#root = isReadOnly ? new ReadOnlyDirectory(this.#directory) : this.#directory;
  }

  root(): HostDirectory | ReadOnlyDirectory {
    return this.#root;
  }

  reset(): void {} // what the guest wrote to the host stays, and stays paid for

  dispose(): void {
    this.#directory.close();
  }
}

function treeOf({ quota, native }: HostMountTerms, { device }: MountEnvironment): HostTree {
  return { device, quota: new HostQuota(quota), native };
}

/** A descriptor, owned by the caller. */
function openMounted(path: string, kind: Mount["kind"]): number {
  if (kindOf(path) !== kind) throw notMountable(path, `what was a ${kind} before`);
  const fd = openSync(path, O_PATH);
  if (isReachable(fd, kind)) return fd;
  closeSync(fd);
  throw fail(
    "ERR_UNSUPPORTED_PLATFORM",
    "Expected /proc for `hostFiles()`, got none that leads to this process's descriptors. Mount it, or use memoryFiles().",
  );
}

function isReachable(fd: number, kind: Mount["kind"]): boolean {
  try {
    const stats = statSync(`/proc/self/fd/${fd}`);
    return kind === "file" ? stats.isFile() : stats.isDirectory();
  } catch {
    return false;
  }
}

function kindOf(path: string): Mount["kind"] {
  if (typeof path !== "string") throw notMountable(path);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return "directory";
  if (stats?.isFile()) return "file";
  throw notMountable(path, stats === undefined ? "nothing there" : "something else there");
}

function notMountable(path: unknown, instead?: string): Error {
  return fail(
    typeof path === "string" ? "ERR_OPTION_RANGE" : "ERR_OPTION_TYPE",
    `Expected the path of a directory or a regular file for \`path\`, got ${show(path)}` +
      `${instead === undefined ? "" : `, ${instead}`}. Create it first.`,
  );
}
