/** jco turns a component to JavaScript: it runs in a thread of its own, which ends when it takes longer. */
export const MAX_TRANSPILE_MS = 20_000;
/** Heap of that thread. */
export const TRANSPILE_HEAP_MIB = 1024;
/** JavaScript of one component: what jco writes for a large one is some megabytes. */
export const MAX_GLUE_BYTES = 32 * 2 ** 20;
/** Components of which is remembered what jco made: a megabyte each, perhaps. */
export const MAX_TRANSPILED = 16;
/** Instances of core modules in one component: each memory reserves 8 GiB of addresses. */
export const MAX_CORE_INSTANCES = 100;
/** What one look at the guest's memory counts as, of a payload: a value is made of it, in the host's memory. */
export const TOUCH_BYTES = 8;
/** Looks at the guest's memory between two looks at the clock: some microseconds. */
export const TOUCHES_PER_CHECK = 256;
/** Resources of WASI that are alive at once: each is an object of the host's. */
export const MAX_RESOURCES = 1024;
/** What a stream takes at once. */
export const STREAM_BYTES = 2 ** 20;
