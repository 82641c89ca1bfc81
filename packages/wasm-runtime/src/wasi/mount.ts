import type { Size } from "@cofferdam/core";
import type { Directory } from "./files/directory.js";
import type { PinnedFile } from "./files/pinned-file.js";

/** What a mount is opened with. */
export interface MountEnvironment {
  /** Nanoseconds since 1970, for the times of files. */
  readonly now: () => bigint;
  /** A number of its own, for `st_dev`. */
  readonly device: bigint;
}

/** A file's bytes, where a link leads, or by name what is in a directory. */
export type PortableNode = Uint8Array | string | PortableTree;
export type PortableTree = readonly (readonly [name: string, node: PortableNode])[];

/** What a mount is made of, as plain data: it can be made anew in another thread or process. */
export type PortableMount =
  | {
      readonly make: "memory";
      readonly tree: PortableTree;
      readonly options: {
        readonly mode?: "ro" | "rw";
        readonly quota?: Size;
        readonly entries?: number;
      };
    }
  | {
      readonly make: "host";
      /** Absolute. */
      readonly path: string;
      readonly options: { readonly mode?: "ro" | "rw"; readonly quota?: Size };
    };

interface Portable {
  /** Without, it stays in the thread that made it. */
  portable?(): PortableMount;
}

/** A tree of files at a place of the guest. The same one can be given to several guests; each opens its own. */
export interface DirectoryMount extends Portable {
  readonly kind: "directory";
  open(environment: MountEnvironment): Volume;
}

/** A single file, likewise. */
export interface FileMount extends Portable {
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
