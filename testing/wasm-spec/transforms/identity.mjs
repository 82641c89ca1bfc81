// The modules as they are: what the rewritten ones are compared with.

export const transform = (bytes) => bytes;
