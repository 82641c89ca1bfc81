import { bytesOf, checkKeys, fail, type Size, show } from "@cofferdam/core";
import { checkMode } from "../check-mode.js";
import { ReadOnlyDirectory } from "../files/read-only.js";
import { DEFAULT_ENTRIES, DEFAULT_QUOTA_BYTES, MAX_ENTRIES, MAX_QUOTA_BYTES } from "../limits.js";
import type { DirectoryMount, MountEnvironment, Volume } from "../mount.js";
import { type FileTree, type Image, imageOf, weightOf } from "./file-tree.js";
import { type Caps, MemoryVolume } from "./memory-volume.js";
import { portableTree } from "./portable-tree.js";

export interface MemoryFilesOptions {
  /** Default `"rw"`: the guest's changes are gone after `reset()`. */
  readonly mode?: "ro" | "rw";
  /** Bytes that all files may have together; what the tree begins with counts. */
  readonly quota?: Size;
  /** Names that there may be, likewise. */
  readonly entries?: number;
}

/**
 * A tree of files in memory, to be mounted.
 *
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function memoryFiles(tree: FileTree = {}, options: MemoryFilesOptions = {}): DirectoryMount {
  checkKeys(options, ["mode", "quota", "entries"], "memoryFiles()");
  const { mode = "rw", quota = DEFAULT_QUOTA_BYTES, entries = DEFAULT_ENTRIES } = options;
  checkMode(mode);
  const caps = {
    bytes: bytesOf(quota, "quota", { max: MAX_QUOTA_BYTES }),
    entries: checkEntries(entries),
  };
  const image = imageOf(tree, "files");
  checkRoom(image, caps);
  const open = (environment: MountEnvironment): Volume =>
    new MemoryVolume(image, caps, environment);
  return {
    kind: "directory",
    open: (environment) => (mode === "ro" ? readOnly(open(environment)) : open(environment)),
    portable: () => ({ make: "memory", tree: portableTree(image), options: { ...options } }),
  };
}

function readOnly(volume: Volume): Volume {
  return {
    root: () => new ReadOnlyDirectory(volume.root()),
    reset: () => {}, // nothing changed
    dispose: () => volume.dispose(),
  };
}

function checkEntries(entries: number): number {
  if (Number.isSafeInteger(entries) && entries >= 0 && entries <= MAX_ENTRIES) return entries;
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected a whole number up to ${MAX_ENTRIES} for \`entries\`, got ${show(entries)}. ` +
      `Omit it for ${DEFAULT_ENTRIES}.`,
  );
}

function checkRoom(image: Image, caps: Caps): void {
  const { bytes, entries } = weightOf(image);
  if (bytes <= caps.bytes && entries <= caps.entries) return;
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected files that fit in ${caps.bytes} bytes and ${caps.entries} names, ` +
      `got ${bytes} bytes and ${entries} names. Raise \`quota\` or \`entries\`.`,
  );
}
