import type { Directory } from "./files/directory.js";
import type { PinnedFile } from "./files/pinned-file.js";

/** What a mount is opened with. */
export interface MountEnvironment {
  /** Nanoseconds since 1970, for the times of files. */
  readonly now: () => bigint;
  /** A number of its own, for `st_dev`. */
  readonly device: bigint;
}

/** A tree of files at a place of the guest. The same one can be given to several guests; each opens its own. */
export interface DirectoryMount {
  readonly kind: "directory";
  open(environment: MountEnvironment): Volume;
}

/** A single file, likewise. */
export interface FileMount {
  readonly kind: "file";
  open(environment: MountEnvironment): PinnedFile;
}

export type Mount = DirectoryMount | FileMount;

/** One guest's tree. */
export interface Volume {
  /** Borrowed; another one after a `reset`. */
  root(): Directory;
  /** Back to how it began, where that can be done. */
  reset(): void;
  dispose(): void;
}
