import { fail } from "@cofferdam/core";

/** A library in memory, however it got there. */
export interface LoadedLibrary {
  /** undefined: it is not exported. */
  symbol(name: string): bigint | undefined;
  /** `errno` as the library's last call on this thread left it. */
  errno(): number;
  /**
   * Unloads it. Idempotent.
   *
   * @param tainted it had a fault
   * @returns whether its state will be new when it is loaded again
   */
  unload(tainted: boolean): boolean;
}

/** The address of an exported symbol. @throws ERR_SYMBOL_NOT_FOUND */
export function addressOf(library: LoadedLibrary, path: string, name: string): bigint {
  const address = library.symbol(name);
  if (address !== undefined) return address;
  throw fail(
    "ERR_SYMBOL_NOT_FOUND",
    `${path} exports no symbol ${JSON.stringify(name)}. \`nm -D --defined-only\` lists what it exports.`,
  );
}
