/** The kinds of trees that a guest can be given, each at `/` and with a secret beside it that is not for the guest. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect } from "vitest";
import { nativeWasmRuntimeIfAny } from "../../src/native.ts";
import { hostMount } from "../../src/wasi/host-files/host-mount.ts";
import { memoryFiles } from "../../src/wasi/memory-files/memory-files.ts";
import type { Mount } from "../../src/wasi/mount.ts";
import { World } from "./world.ts";

export type TreeKind =
  | "in memory"
  | "a host directory, by openat2"
  | "a host directory, by the walk";

export const hostKinds: readonly TreeKind[] = [
  ...(nativeWasmRuntimeIfAny() ? (["a host directory, by openat2"] as const) : []),
  "a host directory, by the walk",
];
if (hostKinds.length === 1) console.log("# SKIP openat2: wasm_runtime.node is not built");

export const kinds: readonly TreeKind[] = ["in memory", ...hostKinds];

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder of this test: `root` is the guest's, the rest is not. */
export function hostFolder(): { readonly folder: string; readonly root: string } {
  const folder = mkdtempSync(join(tmpdir(), "cofferdam-wasi-"));
  folders.push(folder);
  const root = join(folder, "root");
  mkdirSync(root);
  writeFileSync(join(folder, "secret.txt"), "SECRET");
  return { folder, root };
}

export function hostMountOf(
  kind: TreeKind,
  path: string,
  { isReadOnly = false, quota = Number.POSITIVE_INFINITY } = {},
): Mount {
  const native = kind === "a host directory, by openat2" ? nativeWasmRuntimeIfAny() : undefined;
  return hostMount(path, { isReadOnly, quota, native });
}

/** An empty tree that can be written to. */
export function treeOf(kind: TreeKind): Mount {
  return kind === "in memory" ? memoryFiles() : hostMountOf(kind, hostFolder().root);
}

/** A guest with such a tree: dir/nested/file, and a file at the top. */
export function worldOf(kind: TreeKind): World {
  const world = new World({ mounts: { "/": treeOf(kind) } });
  for (const path of ["dir", "dir/nested"]) expect(world.mkdir(path)).toBe("ESUCCESS");
  expect(world.put("dir/nested/file", "text")).toBe("ESUCCESS");
  expect(world.put("file", "at the top")).toBe("ESUCCESS");
  return world;
}
