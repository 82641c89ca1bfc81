/** Largest guarded buffer: what a typo asks for should be refused, not mapped. */
export const MAX_BUFFER_BYTES = 1024 ** 3;
/** Largest alignment: buffers end at the end of a page. */
export const MAX_ALIGN_BYTES = 4096;
/** Regions of a process (native/regions.h): each takes up to 4 of the 65,530 mappings that Linux allows. */
export const MAX_REGIONS = 8192;
