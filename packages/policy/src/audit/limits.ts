/** Of one text in an event, in UTF-16 units: a path may be as long. */
export const MAX_TEXT = 4096;
/** Of an event's details as JSON: what comes behind is cut. */
export const MAX_DETAILS = 16_384;
/** Of objects in details. */
export const MAX_DEPTH = 8;
/** Of a line; what is longer is none of ours. Ours have nine texts at most, six bytes for each unit. */
export const MAX_LINE_BYTES = 512 * 1024;

/** Hashed and written in one turn of the event loop: about half a millisecond. */
export const MAX_CHUNK_EVENTS = 256;
export const MAX_CHUNK_BYTES = 256 * 1024;
/** That may wait, beside the number of events: 10,000 of the largest are 2 GB. */
export const MAX_QUEUED_BYTES = 64 * 1024 * 1024;

/** Between two chunks that are not full: a write costs as much as ten events. */
export const PACE_MS = 2;
/** Until a write that failed is tried again. */
export const RETRY_MS = 250;

/** That a verification lists; more are counted. */
export const MAX_PROBLEMS = 1000;
