/** Longest path that Linux takes (PATH_MAX). */
export const MAX_PATH_BYTES = 4096;
/** Elements of one list: each may be held against what is asked for. */
export const MAX_ELEMENTS = 1000;
/** Characters of a name, a pattern, a reason. */
export const MAX_TEXT = 1024;
/** 41 days: 32 bits hold little more milliseconds, and layers count them in as many. */
export const MAX_MS = 3_600_000_000;
/** Ten years: what is kept longer is kept for ever. */
export const MAX_TTL_MS = 315_360_000_000;
/** A month of processor time: a helper that lives longer has been restarted for something else. */
export const MAX_CPU_MS = 2_592_000_000;
/** More than any machine has: what is larger is a typo. */
export const MAX_BYTES = 2 ** 47;
/** Calls that may wait at a time: each holds its arguments. */
export const MAX_CALLS = 1_000_000;
