import { Violation } from "../../faults/guest-fault.js";
import { refuse } from "../../wasi/errno.js";
import { MAX_DESCRIPTORS } from "../../wasi/limits.js";
import { MAX_RESOURCES } from "../limits.js";

/** What a guest holds of its world: all of it ends with the instance. */
export class Resources {
  readonly #alive = new Set<Resource>();
  /** What closes each file and directory that is open. */
  readonly #open = new Set<() => void>();

  /** @throws Violation */
  add(resource: Resource): void {
    if (this.#alive.size >= MAX_RESOURCES) {
      throw new Violation("hold", "resources", `at most ${MAX_RESOURCES}`);
    }
    this.#alive.add(resource);
  }

  remove(resource: Resource): void {
    this.#alive.delete(resource);
  }

  /** @throws EMFILE */
  reserveFile(): void {
    if (this.#open.size >= MAX_DESCRIPTORS) refuse("EMFILE");
  }

  opened(close: () => void): void {
    this.#open.add(close);
  }

  close(close: () => void): void {
    if (this.#open.delete(close)) close();
  }

  endAll(): void {
    for (const resource of [...this.#alive]) resource[Symbol.dispose]();
    for (const close of [...this.#open]) this.close(close); // of resources that were too many to be made
  }
}

/** An object of the host's that the guest has a handle of; the glue disposes it when the guest drops that. */
export abstract class Resource {
  readonly #resources: Resources;
  #isEnded = false;

  constructor(resources: Resources) {
    resources.add(this);
    this.#resources = resources;
  }

  [Symbol.dispose](): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#resources.remove(this);
    this.end();
  }

  protected end(): void {}
}
