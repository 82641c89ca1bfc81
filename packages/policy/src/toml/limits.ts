/** Bytes of one policy file: one with a thousand manifests has a fifth of that. */
export const MAX_FILE_BYTES = 1024 ** 2;
/** Lists and inline tables inside of one another; the deepest key there is needs four. */
export const MAX_NESTING = 16;
/** Documents of one policy: the file, what it extends, and so on. */
export const MAX_DOCUMENTS = 8;
/** Problems that an error's message spells out; all of them are in its `issues`. */
export const MAX_SHOWN_ISSUES = 100;
/** Characters of a line that are shown around a problem, and of a value that is quoted. */
export const MAX_SHOWN_LINE = 120;
export const MAX_SHOWN_VALUE = 60;
/** Characters of a key that a nearest one is looked for: the comparison takes the square of it. */
export const MAX_COMPARED = 64;
/** Milliseconds that nobody has written to a file for before it is read. */
export const SETTLE_MS = 20;
/** How often a file is read anew because it changed meanwhile. */
export const MAX_READINGS = 5;
