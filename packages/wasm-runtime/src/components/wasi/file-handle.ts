import type { Directory } from "../../wasi/files/directory.js";
import type { OpenFile } from "../../wasi/files/open-file.js";
import type { Resources } from "./resource.js";

/** What is open, for as long as one of those is there who use it: a descriptor, and the streams that came from it. */
export class FileHandle<Opened extends OpenFile | Directory> {
  readonly opened: Opened;
  readonly #resources: Resources;
  readonly #close: () => void;
  #users = 1;

  /** @param opened owned from now on */
  constructor(resources: Resources, opened: Opened) {
    this.opened = opened;
    this.#resources = resources;
    this.#close = () => opened.close();
    resources.opened(this.#close);
  }

  share(): this {
    this.#users++;
    return this;
  }

  release(): void {
    if (--this.#users === 0) this.#resources.close(this.#close);
  }
}
