/** Longest path that Linux takes (PATH_MAX), and so longest pattern that could match one. */
export const MAX_PATH_BYTES = 4096;
/** Symbolic links on the way to one file, as Linux itself counts (MAXSYMLINKS). */
export const MAX_LINKS = 40;
/** Patterns of one policy: each library is held against all of them. */
export const MAX_PATTERNS = 1000;
/** Bytes hashed for one library, while the host waits: 1 GiB takes a second or two. */
export const MAX_HASHED_BYTES = 1024 ** 3;
/** How often a library is opened anew because another file took its place meanwhile. */
export const MAX_OPENINGS = 10;
/** Program headers of one file; linkers write about ten. */
export const MAX_SEGMENTS = 256;
/** Entries of a dynamic section; linkers write about thirty, and one for each library needed. */
export const MAX_DYNAMIC_ENTRIES = 4096;
/** Folders in which one library has its libraries looked for; each costs the host some system calls per name. */
export const MAX_SEARCH_FOLDERS = 64;
/** Length of a name in a file: it becomes a path. */
export const MAX_NAME_BYTES = 4096;
/** Libraries in one report of what a library needs; a desktop application has about 200. */
export const MAX_NEEDED = 512;
/** Size of ld.so.cache and of an ld.so.conf; a full desktop's cache has 0.2 MiB. */
export const MAX_LOADER_FILE_BYTES = 16 * 1024 ** 2;
/** Files that an ld.so.conf may include, so that one that includes itself ends. */
export const MAX_LOADER_CONFIGURATIONS = 256;
/** Default of `maxLoadedLibs`. */
export const DEFAULT_LOADED_LIBRARIES = 10;
/** Most that `maxLoadedLibs` may be: each keeps a descriptor open. */
export const MAX_LOADED_LIBRARIES = 512;
