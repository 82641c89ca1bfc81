import type { Entry } from "../../wasi/files/directory.js";
import { typeOf } from "./descriptor-stat.js";
import { Resource, type Resources } from "./resource.js";

/** wasi:filesystem/types: what a directory held when it was asked. */
export class DirectoryEntryStream extends Resource {
  readonly #entries: readonly Entry[];
  #next = 0;

  constructor(resources: Resources, entries: readonly Entry[]) {
    super(resources);
    this.#entries = entries;
  }

  /** undefined: there are no more */
  readDirectoryEntry(): { readonly type: string; readonly name: string } | undefined {
    const entry = this.#entries[this.#next++];
    return entry && { type: typeOf(entry.filetype), name: entry.name };
  }
}
