import type { Directory } from "./files/directory.js";
import { PinnedDirectory } from "./files/pinned-directory.js";
import type { PinnedFile } from "./files/pinned-file.js";
import type { FileMount, MountEnvironment, Volume } from "./mount.js";

/** Single files that appear in one directory. */
export class FilesVolume implements Volume {
  readonly #files = new Map<string, PinnedFile>();
  readonly #root: Directory;

  /** @throws what opening one of them throws: then none stays open */
  constructor(mounts: ReadonlyMap<string, FileMount>, environment: MountEnvironment) {
    try {
      for (const [name, mount] of mounts) this.#files.set(name, mount.open(environment));
    } catch (error) {
      this.dispose();
      throw error;
    }
    this.#root = new PinnedDirectory(this.#files, environment.device, environment.now());
  }

  root(): Directory {
    return this.#root;
  }

  reset(): void {
    for (const file of this.#files.values()) file.reset();
  }

  dispose(): void {
    for (const file of this.#files.values()) file.dispose();
    this.#files.clear();
  }
}
