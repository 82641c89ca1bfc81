/** Less than this, and a small program cannot even start; Node says no word then, and hangs. */
export const MIN_MEMORY_BYTES = 1024 ** 2;
/** What Node opens before its first line of JavaScript; at 16 it ends with a segmentation fault. */
export const MIN_FILES = 20;
/** RLIMIT_NOFILE's usual ceiling; a helper that needs more is a server. */
export const MAX_FILES = 65_536;
/** Node's own threads; with 4 it waits for one of them for ever. */
export const MIN_PROCESSES = 8;
/** As many as Linux has process ids by default. */
export const MAX_PROCESSES = 32_768;
/** A month: a helper that lives longer has been restarted for something else. */
export const MAX_CPU_MS = 2_592_000_000;
