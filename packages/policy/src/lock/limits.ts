/** Bytes of one file that is locked: they are held in memory together, so that digest and wiring are of the same ones. */
export const MAX_LOCKED_BYTES = 1024 ** 3;
/** Files of one lock, and so of one check of all of them. */
export const MAX_LOCKED_FILES = 10_000;
/** Bytes of a lock file; one with a hundred libraries has a tenth of that. */
export const MAX_LOCK_BYTES = 4 * 1024 ** 2;
/** Characters of a lock whose problem is looked for in its text: that takes ten times as long as reading it, and more if it is hostile. */
export const MAX_PLACED_CHARACTERS = 2 ** 20;
/** How often a file is opened anew because another one took its place meanwhile. */
export const MAX_OPENINGS = 10;
/** Files and folders that are looked at to find what a pattern matches. */
export const MAX_WALKED = 100_000;
/** Imports, or exports, that are written down one by one; of more there is a digest, as nobody would read them. */
export const MAX_LISTED_NAMES = 1000;
/** Characters of those. */
export const MAX_LISTED_CHARACTERS = 2 ** 16;
/** Elements of the other lists of an entry: as many as a dynamic section has. */
export const MAX_ELEMENTS = 4096;
/** Differences that an error's message spells out; all of them are in its `differences`. */
export const MAX_SHOWN_DIFFERENCES = 50;

/** Program headers of one ELF file; linkers write about ten. */
export const MAX_SEGMENTS = 256;
/** Entries of a dynamic section; linkers write about thirty, and one for each library needed. */
export const MAX_DYNAMIC_ENTRIES = 4096;
/** Symbols of one library; the largest compilers' have a tenth of that. */
export const MAX_SYMBOLS = 1_000_000;
/** Bytes of one name; those of C++ templates have thousands. */
export const MAX_NAME_BYTES = 2 ** 16;
/** Characters of all names and types of one file: in a hostile one each may be as long as the file. */
export const MAX_TEXT_CHARACTERS = 2 ** 25;
/** Parameters, results or fields of one WebAssembly type, as engines have it. */
export const MAX_TYPE_PARTS = 10_000;
