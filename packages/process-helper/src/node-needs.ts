/** What Node and koffi read and execute, without which a helper cannot start. */
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";

export interface Needs {
  readonly read: readonly string[];
  readonly execute: readonly string[];
}

/** The dynamic loader, by machine and C library. Those that do not exist are granted to nobody. */
const loaders = [
  "/lib64/ld-linux-x86-64.so.2",
  "/lib/ld-linux-aarch64.so.1",
  "/lib/ld-musl-x86_64.so.1",
  "/lib/ld-musl-aarch64.so.1",
];

const libraries = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib"];

/** Refused rather than absent, the first ends Node without a word (exit code 13). */
const settings = ["/etc/ssl/openssl.cnf", "/etc/ld.so.cache", "/etc/localtime"];

/** Its own process, not others'; and how much memory the machine and its cgroup have. */
const kernel = ["/proc/self", "/proc/meminfo", "/proc/cpuinfo", "/proc/stat", "/sys/fs/cgroup"];

/**
 * For a Node at `node`. Executable are two files: not their folders, which hold a shell.
 *
 * @param node an absolute path
 */
export function nodeNeeds(node: string): Needs {
  const ownLibraries = resolve(dirname(node), "../lib");
  return {
    read: [...libraries, ownLibraries, ...settings, ...kernel, "/dev/null", "/dev/urandom"],
    execute: [node, ...loaders],
  };
}

/** The folders of koffi's two packages: its JavaScript, and the addon for this machine. */
export function koffiNeeds(from: string | URL): readonly string[] {
  const koffi = createRequire(from).resolve("koffi");
  // not looked for next to it: some installers link packages together from far apart
  const addon = createRequire(koffi).resolve(`@koromix/koffi-${process.platform}-${process.arch}`);
  return [dirname(koffi), dirname(addon)];
}
