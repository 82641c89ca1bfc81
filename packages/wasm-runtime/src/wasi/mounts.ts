import { DIRECTORY_RIGHTS, FILE_RIGHTS } from "./abi/rights.js";
import { encodeText } from "./abi/text.js";
import { DirectoryDescriptor } from "./descriptors/directory.js";
import { FilesVolume } from "./files-volume.js";
import type { Volume } from "./mount.js";
import { type Mounts, type Plan, planOf } from "./mount-plan.js";

interface OpenMount {
  readonly path: string;
  readonly volume: Volume;
}

/** The trees of one guest, in the order that they were given in: libc looks at the longest path that fits. */
export class OpenMounts {
  readonly #mounts: OpenMount[] = [];

  /** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE, and what opening one throws: then none stays open */
  constructor(mounts: Mounts, now: () => bigint) {
    try {
      this.#open(planOf(mounts), now);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** A descriptor for each, made anew. */
  preopens(): DirectoryDescriptor[] {
    const rights = { base: DIRECTORY_RIGHTS, inheriting: DIRECTORY_RIGHTS | FILE_RIGHTS };
    return this.#mounts.map(
      ({ path, volume }) => new DirectoryDescriptor(volume.root(), rights, 0, encodeText(path)),
    );
  }

  reset(): void {
    for (const { volume } of this.#mounts) volume.reset();
  }

  dispose(): void {
    for (const { volume } of this.#mounts.splice(0)) volume.dispose();
  }

  #open(plan: Plan, now: () => bigint): void {
    for (const [path, mount] of plan) {
      const environment = { now, device: BigInt(this.#mounts.length + 1) };
      const volume =
        mount instanceof Map ? new FilesVolume(mount, environment) : mount.open(environment);
      this.#mounts.push({ path, volume });
    }
  }
}
