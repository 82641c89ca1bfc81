/** Programs that a layer keeps by default: some dozen of the size of a script engine, or one of the largest there are. */
export const DEFAULT_MEMORY = "128MiB";
/** Entries of a folder by default. */
export const DEFAULT_FOLDER_SIZE = "256MiB";
/** Of one entry: 1 GiB. A larger one would not be read at once. */
export const MAX_ENTRY_BYTES: number = 2 ** 30;
/** What another process is still writing is left alone for ten minutes. */
export const UNFINISHED_MS: number = 10 * 60 * 1000;
/** Links on the way to a folder, as Linux has it. */
export const MAX_LINKS = 40;
