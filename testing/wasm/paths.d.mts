/**
 * Path of the module that build.mjs makes from honest/, crimes/ or real/. `name` is the source's name without its
 * ending, or that of a bomb.
 */
export declare function wasmPath(name: string): string;
