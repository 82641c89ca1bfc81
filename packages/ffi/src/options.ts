import { checkKeys, fail, show } from "@cofferdam/core";

export interface LibraryOptions {
  /** Resolve functions at their first call (RTLD_LAZY). */
  readonly lazy?: boolean;
  /** Its symbols are there for libraries that are loaded later (RTLD_GLOBAL). */
  readonly global?: boolean;
  /** It prefers its own symbols over the process's (RTLD_DEEPBIND). */
  readonly deep?: boolean;
  /** It gets a C library, and so a heap, of its own (dlmopen): what it breaks there stays its own. Default: false. */
  readonly privateHeap?: boolean;
}

/** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function checkOptions(options: LibraryOptions): void {
  checkKeys(options, ["lazy", "global", "deep", "privateHeap"], "library");
  const { privateHeap = false, global = false } = options;
  if (typeof privateHeap !== "boolean") {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected true or false for \`privateHeap\`, got ${show(privateHeap)}. Leave it out for the host's heap.`,
    );
  }
  if (privateHeap && global) {
    throw fail(
      "ERR_OPTION_RANGE",
      "Expected `global` or `privateHeap`, got both. A library with a private heap is linked with nothing of the " +
        "process, and lends nothing to it. Leave one out.",
    );
  }
}
