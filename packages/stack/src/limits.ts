/** Smallest stack: glibc's printf alone wants several KiB. */
export const MIN_STACK_BYTES = 16 * 1024;
/** Largest stack: address space is mapped for every nesting level that is reached. */
export const MAX_STACK_BYTES = 1024 ** 3;
export const DEFAULT_STACK_BYTES = 1024 ** 2;
/** How often, in ms, stacks that are not in use give their memory back. */
export const TRIM_PERIOD_MS = 1000;
