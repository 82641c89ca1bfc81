/** Asynchronous calls that koffi is given at a time, per JavaScript thread; more wait in our own queue. koffi keeps
 *  memory for so many, and maps it anew for each one beyond. */
export const ASYNC_CALLS = 32;

/** As many, where libuv has threads for more. */
export const MAX_ASYNC_CALLS = 128;

/** Links of one function kept for its next asynchronous calls: making one takes 15 µs, and the gate has 4096 slots. */
export const MAX_IDLE_LINKS = ASYNC_CALLS;

/** Largest memory of one `alloc`: what a typo asks for should be refused, not mapped. */
export const MAX_ALLOC_BYTES = 1024 ** 3;
