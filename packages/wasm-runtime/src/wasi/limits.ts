/** Buffers of one read or write: what Linux takes (IOV_MAX). */
export const MAX_IOVECS = 1024;
/** What one call moves at most, the rest is a short count: nothing stops a guest while we copy for it. */
export const MAX_TRANSFER_BYTES = 16 * 2 ** 20;
/** What one random_get fills, for the same reason. */
export const MAX_RANDOM_BYTES = 16 * 2 ** 20;
/** The host's crypto.getRandomValues takes no more at a time. */
export const RANDOM_CHUNK_BYTES = 65_536;
/** Open at once by one guest: host descriptors are the process's, which has perhaps 1024. */
export const MAX_DESCRIPTORS = 128;
/** As Linux: PATH_MAX, NAME_MAX. */
export const MAX_PATH_BYTES = 4096;
export const MAX_NAME_BYTES = 255;
/** Links followed in one lookup, as Linux. */
export const MAX_LINKS = 40;
/** Directories below the one that a lookup begins in: the walk holds one descriptor for each. */
export const MAX_DEPTH = 64;
/** One poll_oneoff. */
export const MAX_SUBSCRIPTIONS = 1024;
/** Of a host directory, listed at once. */
export const MAX_LISTED_ENTRIES = 100_000;
/** Output that is collected per stream when nothing else is said. */
export const DEFAULT_OUTPUT_BYTES = 2 ** 20;
/** An in-memory tree when nothing else is said. */
export const DEFAULT_QUOTA_BYTES = 16 * 2 ** 20;
export const DEFAULT_ENTRIES = 10_000;
/** A file in memory can be no longer than one ArrayBuffer surely can. */
export const MAX_QUOTA_BYTES = 2 ** 31 - 1;
export const MAX_ENTRIES = 10_000_000;
/** What a new name costs of a host directory's quota: an inode, and its place in the directory. */
export const ENTRY_COST_BYTES = 4096;
