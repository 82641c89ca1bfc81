export { type GuardedBufferOptions, guardedBuffer } from "./guarded-buffer.js";
export { type MemoryOptions, memory } from "./layer.js";
